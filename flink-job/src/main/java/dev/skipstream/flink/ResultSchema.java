package dev.skipstream.flink;

import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A result as a record of the result topic: key = sensor, value = JSON. */
final class ResultSchema implements KafkaRecordSerializationSchema<ClassifiedSequence> {
    private static final long serialVersionUID = 1L;

    private final String topic;

    ResultSchema(String topic) {
        this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            ClassifiedSequence result, KafkaSinkContext context, Long timestamp) {
        return new ProducerRecord<>(topic, result.sensor().getBytes(StandardCharsets.UTF_8), ResultJson.encode(result));
    }
}
