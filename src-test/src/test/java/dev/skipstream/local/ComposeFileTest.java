package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ComposeFileTest {

    @Test
    void shouldRunTheVersionsOfThePom() throws IOException {
        Set<String> images = new TreeSet<>();
        Matcher image =
                Pattern.compile("image: (\\S+)").matcher(Files.readString(Pom.ROOT.resolve("docker-compose.yml")));
        while (image.find()) {
            images.add(image.group(1));
        }
        String java = Pom.property("maven.compiler.release");
        assertEquals(
                Set.of(
                        "apache/kafka:" + Pom.property("kafka.version"),
                        "flink:" + Pom.property("flink.version") + "-java" + java,
                        "eclipse-temurin:" + java + "-jre"),
                images);
    }
}
