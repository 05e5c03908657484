package dev.skipstream.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the result topic in a thread of its own, as any consumer would, until it is closed. */
final class DemoReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Thread thread;
    private volatile boolean closed;

    /** @param results is told of each, in a thread of this reader */
    DemoReader(String bootstrapServers, String topic, Consumer<JsonNode> results) {
        thread = new Thread(() -> read(bootstrapServers, topic, results), "results");
    }

    void start() {
        thread.start();
    }

    private void read(String bootstrapServers, String topic, Consumer<JsonNode> results) {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", bootstrapServers,
                "group.id", "demo",
                "auto.offset.reset", "earliest",
                "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    results.accept(JSON.readTree(record.value()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a result of the job is no JSON", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it ends by itself all the same
        }
    }
}
