package dev.skipstream.flink;

import java.util.Properties;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** A topic that the job reads: committed records alone, and where the job is bounded, up to the topic's present end. */
final class TopicSource {
    private TopicSource() {}

    /**
     * @param clientId of the consumers, before their numbers
     */
    static <T> KafkaSource<T> of(
            String topic,
            String clientId,
            KafkaRecordDeserializationSchema<T> schema,
            OffsetsInitializer start,
            JobSetup setup) {
        Properties properties = setup.kafka().copy();
        properties.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        KafkaSourceBuilder<T> builder = KafkaSource.<T>builder()
                .setProperties(properties)
                .setBootstrapServers(setup.kafka().bootstrapServers())
                .setTopics(topic)
                .setGroupId(setup.options().groupId)
                .setClientIdPrefix(clientId)
                .setDeserializer(schema)
                .setStartingOffsets(start);
        if (setup.options().bounded) {
            builder.setBounded(OffsetsInitializer.latest());
        }
        return builder.build();
    }

    /** Where the consumer group has come to; of a partition that it has not read, the beginning. */
    static OffsetsInitializer committed() {
        return OffsetsInitializer.committedOffsets(OffsetsInitializer.earliest().getAutoOffsetResetStrategy());
    }
}
