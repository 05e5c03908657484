package dev.skipstream.flink;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A refused record as it came, with headers that say why and where from. One that even the rejected topic would refuse
 * for its size is logged with its place and dropped, so that it cannot stop the stream.
 */
final class RejectedSchema implements KafkaRecordSerializationSchema<RejectedRecord> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(RejectedSchema.class);

    private final String topic;
    private final int maxBytes;

    /**
     * @param maxBytes greatest batch that both the producer sends and the topic takes
     */
    RejectedSchema(String topic, int maxBytes) {
        this.topic = topic;
        this.maxBytes = maxBytes;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(RejectedRecord rejected, KafkaSinkContext context, Long timestamp) {
        KafkaRecord record = rejected.record();
        List<Header> headers = List.of(
                header("skipstream.error", rejected.error()),
                header("skipstream.topic", record.topic()),
                header("skipstream.partition", Integer.toString(record.partition())),
                header("skipstream.offset", Long.toString(record.offset())));
        long size = BatchSize.of(record.key(), record.value(), headers);
        if (size > maxBytes) {
            LOG.error(
                    "record of {} bytes at {}-{} offset {} does not fit topic {} (at most {} bytes) and is dropped: {}",
                    size,
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    topic,
                    maxBytes,
                    rejected.printableError());
            return null;
        }
        return new ProducerRecord<>(topic, null, null, record.key(), record.value(), headers);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
