package dev.skipstream.flink;

import dev.skipstream.stream.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a models topic from its beginning, apart from the job's own source: nothing is committed. Of one thread. */
final class ModelsTopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);

    private final String topic;
    private final String servers;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /**
     * @throws KafkaException if Kafka does not answer
     */
    ModelsTopicReader(String topic, KafkaSettings kafka) {
        this.topic = topic;
        servers = kafka.bootstrapServers();
        Properties properties = kafka.copy();
        properties.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        } catch (KafkaException e) {
            consumer.close();
            throw e;
        }
    }

    /**
     * Everything to the topic's present end, in the order of places.
     *
     * @throws KafkaException if Kafka does not answer
     */
    List<ModelRecord> toEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        List<ModelRecord> records = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            records.addAll(next());
        }
        records.sort(Comparator.comparing(record -> place(record.record()))); // across partitions
        return records;
    }

    private static Place place(KafkaRecord record) {
        return new Place(record.timestamp(), record.partition(), record.offset());
    }

    /** What comes next within half a second; may be nothing. */
    List<ModelRecord> next() {
        List<ModelRecord> records = new ArrayList<>();
        consumer.poll(POLL).forEach(record -> records.add(ModelRecordSchema.of(record)));
        return records;
    }

    /** What to say of a failure. */
    static IllegalStateException failed(String topic, KafkaSettings kafka, KafkaException e) {
        return new IllegalStateException(
                "Kafka at " + kafka.bootstrapServers() + " must give topic " + topic + ", found " + e.getMessage(), e);
    }

    @Override
    public String toString() {
        return "topic " + topic + " at " + servers;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
