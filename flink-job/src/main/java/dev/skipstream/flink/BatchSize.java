package dev.skipstream.flink;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Header;

/** What Kafka judges by a topic's {@code max.message.bytes}: a batch, here of one record and not compressed. */
final class BatchSize {
    /** Bytes that a batch of one record adds to its key, value and headers, at most (a batch header and varints). */
    private static final int OVERHEAD = 61 + 36;

    /** Bytes that one header adds to its name and value, at most (two varints). */
    private static final int HEADER_OVERHEAD = 10;

    private BatchSize() {}

    /** Upper bound, bytes. */
    static long of(byte[] key, byte[] value, List<Header> headers) {
        long size = OVERHEAD + length(key) + length(value);
        for (Header header : headers) {
            size += HEADER_OVERHEAD + header.key().getBytes(StandardCharsets.UTF_8).length + length(header.value());
        }
        return size;
    }

    private static long length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
