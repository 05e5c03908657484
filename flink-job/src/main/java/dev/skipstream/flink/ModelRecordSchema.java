package dev.skipstream.flink;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Passes every record of the models topic on as it is, with the one header that counts. */
final class ModelRecordSchema implements KafkaRecordDeserializationSchema<ModelRecord> {
    private static final long serialVersionUID = 1L;
    private static final String EFFECTIVE_FROM = "effective-from";

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ModelRecord> out) {
        out.collect(of(record));
    }

    static ModelRecord of(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(EFFECTIVE_FROM);
        return new ModelRecord(
                new KafkaRecord(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.timestamp(),
                        record.key(),
                        record.value()),
                header == null ? null : header.value() == null ? new byte[0] : header.value());
    }

    @Override
    public TypeInformation<ModelRecord> getProducedType() {
        return TypeInformation.of(ModelRecord.class);
    }
}
