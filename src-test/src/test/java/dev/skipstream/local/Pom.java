package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parent pom, where every version stands. */
final class Pom {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Pom() {}

    static String property(String name) throws IOException {
        Matcher value = Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<")
                .matcher(Files.readString(ROOT.resolve("pom.xml")));
        assertTrue(value.find(), name + " must stand in pom.xml");
        return value.group(1);
    }
}
