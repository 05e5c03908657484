package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ComposeFileTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void shouldRunTheVersionsOfThePom() throws IOException {
        String pom = Files.readString(ROOT.resolve("pom.xml"));
        Set<String> images = new TreeSet<>();
        Matcher image = Pattern.compile("image: (\\S+)").matcher(Files.readString(ROOT.resolve("docker-compose.yml")));
        while (image.find()) {
            images.add(image.group(1));
        }
        String java = property(pom, "maven.compiler.release");
        assertEquals(
                Set.of(
                        "apache/kafka:" + property(pom, "kafka.version"),
                        "flink:" + property(pom, "flink.version") + "-java" + java,
                        "eclipse-temurin:" + java + "-jre"),
                images);
    }

    private static String property(String pom, String name) {
        Matcher value = Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<").matcher(pom);
        assertTrue(value.find(), name + " must stand in pom.xml");
        return value.group(1);
    }
}
