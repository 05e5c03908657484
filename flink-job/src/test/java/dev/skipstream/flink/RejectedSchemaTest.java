package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;
import org.junit.jupiter.api.Test;

class RejectedSchemaTest {
    private static RejectedRecord rejected(byte[] key, byte[] value) {
        return new RejectedRecord(new KafkaRecord("sensors", 3, 17, 0, key, value), "value must be a number, found ü");
    }

    @Test
    void shouldSendTheRecordsOwnBytesWithItsPlaceAndTheReason() {
        byte[] value = {1, 2, 3};
        ProducerRecord<byte[], byte[]> sent =
                new RejectedSchema("rejected", 1000).serialize(rejected(null, value), null, null);
        assertEquals("rejected", sent.topic());
        assertNull(sent.key());
        assertArrayEquals(value, sent.value());
        assertEquals("value must be a number, found ü", header(sent, "skipstream.error"));
        assertEquals("sensors", header(sent, "skipstream.topic"));
        assertEquals("3", header(sent, "skipstream.partition"));
        assertEquals("17", header(sent, "skipstream.offset"));
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldDropWhatTheTopicWouldRefuseAndNothingSmaller() {
        for (int size = 0; size < 2000; size++) {
            ProducerRecord<byte[], byte[]> sent =
                    new RejectedSchema("rejected", 1200).serialize(rejected(new byte[9], new byte[size]), null, null);
            if (sent != null) {
                int bytes = AbstractRecords.estimateSizeInBytesUpperBound(
                        RecordBatch.CURRENT_MAGIC_VALUE,
                        CompressionType.NONE,
                        sent.key(),
                        sent.value(),
                        sent.headers().toArray());
                assertEquals(true, bytes <= 1200, "a batch of " + bytes + " bytes would be refused");
            } else {
                assertEquals(true, size > 900, "dropped at " + size + " bytes");
                return;
            }
        }
    }

    @Test
    void shouldShowAReasonAsOneLineOfTheLog() {
        KafkaRecord record = new KafkaRecord("sensors", 3, 17, 0, null, new byte[0]);
        assertEquals("found a?b ü?", RejectedRecord.of(record, "found a\nb ü\0").printableError());
    }
}
