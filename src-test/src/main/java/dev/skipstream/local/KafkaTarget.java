package dev.skipstream.local;

import dev.skipstream.flink.BootstrapServers;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The cluster that records go to, and how to connect to it. Immutable. */
final class KafkaTarget {

    private static final int ANSWER_WITHIN_MS = 10_000;

    /** Kafka's own default for {@code max.request.size}. */
    private static final int LARGEST_REQUEST_BYTES = 1 << 20;

    private final Properties properties;
    private final String serversName; // what gave the addresses

    private KafkaTarget(Properties properties, String serversName) {
        this.properties = properties;
        this.serversName = serversName;
    }

    /**
     * @param bootstrapServers null = the file's, else localhost:9092
     * @param file client properties, or null
     * @throws IOException if the file cannot be read
     */
    static KafkaTarget of(String bootstrapServers, Path file) throws IOException {
        Properties properties = new Properties();
        if (file != null) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (CharacterCodingException e) {
                throw new IllegalArgumentException(file + ": expected text in UTF-8, found bytes that are not", e);
            }
        }
        if (bootstrapServers != null) {
            properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        }
        properties.putIfAbsent(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");
        String name = bootstrapServers == null && file != null
                ? CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG + " of --kafka-properties"
                : "--bootstrap-servers";
        return new KafkaTarget(properties, name);
    }

    String bootstrapServers() {
        return properties.getProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    }

    /**
     * Asks for a topic; without this a producer would wait a minute for one that is not there.
     *
     * @throws IOException if no broker answers, or there is no such topic
     * @throws IllegalArgumentException if Kafka refuses the properties
     */
    void requireTopic(String topic) throws IOException {
        Properties quick = new Properties();
        quick.putAll(properties);
        quick.putIfAbsent(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, String.valueOf(ANSWER_WITHIN_MS));
        quick.putIfAbsent(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, String.valueOf(ANSWER_WITHIN_MS));
        try (Admin admin = Admin.create(quick)) {
            admin.describeTopics(List.of(topic)).allTopicNames().get();
        } catch (ExecutionException e) {
            throw new IOException(explain(topic, e.getCause()), e);
        } catch (KafkaException e) {
            throw refused(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while topic " + topic + " was looked up", e);
        }
    }

    private String explain(String topic, Throwable cause) {
        if (cause instanceof UnknownTopicOrPartitionException) {
            return "topic must exist on " + bootstrapServers() + ", found no '" + topic
                    + "'; make it, as with skipstream broker --topics " + topic;
        }
        if (cause instanceof TimeoutException) {
            return "a Kafka broker must answer at " + bootstrapServers() + ", found none within "
                    + ANSWER_WITHIN_MS / 1000 + " s";
        }
        return "Kafka does not describe topic " + topic + ": " + cause.getMessage();
    }

    /**
     * Opens a producer that keeps the order of each sensor and waits for all replicas.
     *
     * @throws IllegalArgumentException if Kafka refuses the properties
     */
    Producer<byte[], byte[]> producer() {
        return producer(0);
    }

    /**
     * Opens the same producer for records of up to {@code largest} bytes, or Kafka's default if that is more.
     *
     * @throws IllegalArgumentException if Kafka refuses the properties
     */
    Producer<byte[], byte[]> producer(int largest) {
        Properties settings = new Properties();
        settings.putAll(properties);
        settings.putIfAbsent(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(Math.max(largest, LARGEST_REQUEST_BYTES)));
        settings.putIfAbsent(ProducerConfig.ACKS_CONFIG, "all");
        settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, "5");
        settings.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, String.valueOf(1 << 17));
        try {
            return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            throw refused(e);
        }
    }

    private RuntimeException refused(KafkaException e) {
        Optional<IllegalArgumentException> addresses = BootstrapServers.refusal(serversName, bootstrapServers(), e);
        if (addresses.isPresent()) {
            return addresses.get();
        }
        Throwable reason = e.getCause() instanceof KafkaException ? e.getCause() : e;
        return reason instanceof ConfigException
                ? new IllegalArgumentException("Kafka refuses its properties: " + reason.getMessage(), e)
                : e;
    }
}
