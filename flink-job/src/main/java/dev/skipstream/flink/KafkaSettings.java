package dev.skipstream.flink;

import java.io.IOException;
import java.io.Reader;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Properties of every Kafka client of the job: what the user gives in a file, with {@code bootstrap.servers} on top.
 * Values may be secrets: they are never printed.
 */
final class KafkaSettings implements Serializable {
    private static final long serialVersionUID = 1L;

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
                        "--kafka-properties must be a readable properties file, found " + FileFault.found(file, e), e);
            }
        }
        properties.setProperty("bootstrap.servers", bootstrapServers);
    }

    String bootstrapServers() {
        return properties.getProperty("bootstrap.servers");
    }

    /**
     * What the user lets a producer send at once, bytes; no limit where the file says nothing, since ours is then made
     * to fit.
     *
     * @throws IllegalArgumentException if it is no number
     */
    int maxRequestBytes() {
        long most = Math.min(bytes(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), bytes(ProducerConfig.BUFFER_MEMORY_CONFIG));
        return (int) Math.min(most, Integer.MAX_VALUE);
    }

    private long bytes(String name) {
        String bytes = properties.getProperty(name);
        try {
            return bytes == null ? Long.MAX_VALUE : Long.parseLong(bytes.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number of bytes, found " + bytes, e);
        }
    }

    /** A copy for one client to add to. */
    Properties copy() {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }
}
