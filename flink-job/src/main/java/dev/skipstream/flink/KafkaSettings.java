package dev.skipstream.flink;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Properties of every Kafka client of the job: what the user gives in a file, with {@code bootstrap.servers} on top.
 * Values may be secrets: they are never printed.
 */
final class KafkaSettings {
    private final Properties properties = new Properties();

    /**
     * @param file the user's properties; null for none
     * @throws IllegalArgumentException if the file cannot be read
     */
    KafkaSettings(String bootstrapServers, Path file) {
        if (file != null) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "--kafka-properties must be a readable properties file, found " + file + " (" + e + ")", e);
            }
        }
        properties.setProperty("bootstrap.servers", bootstrapServers);
    }

    String bootstrapServers() {
        return properties.getProperty("bootstrap.servers");
    }

    /** A copy for one client to add to. */
    Properties copy() {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }
}
