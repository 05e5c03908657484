package dev.skipstream.flink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A binary packet: int64 seq, int64 time, float32 periodMs, then n·I float32, little-endian; the key is the sensor. */
final class PackedRecordDecoder extends RecordDecoder {
    private static final int HEADER = 8 + 8 + 4;

    PackedRecordDecoder(SampleShape shape) {
        super(shape);
    }

    @Override
    SensorRecord decodeValue(KafkaRecord record) throws MalformedRecordException {
        byte[] bytes = record.value();
        int sampleBytes = 4 * shape().channels();
        if (bytes.length < HEADER + sampleBytes || (bytes.length - HEADER) % sampleBytes != 0) {
            throw MalformedRecordException.expected(
                    "record", HEADER + " + n·" + sampleBytes + " bytes (n >= 1)", bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long seq = buffer.getLong();
        long time = buffer.getLong();
        float periodMs = buffer.getFloat();
        float[] values = new float[(bytes.length - HEADER) / 4];
        buffer.asFloatBuffer().get(values);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw MalformedRecordException.expected("value", "a finite float32", value);
            }
        }
        return checked(keyAsSensor(record), seq, true, time, periodMs, values);
    }
}
