package dev.skipstream.flink;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** What a decoder makes of a record, and what that costs. */
final class DecoderTrial {
    private static final int RECORDS = 20_000;

    private DecoderTrial() {}

    /** Its answer, bit for bit, or its refusal. */
    static String answer(RecordDecoder decoder, KafkaRecord record) {
        try {
            SensorRecord sample = decoder.decode(record);
            int[] bits = new int[sample.values().length];
            Arrays.setAll(bits, i -> Float.floatToRawIntBits(sample.values()[i]));
            return sample.sensor()
                    + '|'
                    + sample.seq()
                    + '|'
                    + sample.time()
                    + '|'
                    + sample.periodMs()
                    + '|'
                    + Arrays.toString(bits);
        } catch (MalformedRecordException e) {
            return e.getMessage();
        }
    }

    /** Bytes that it allocates for one of many records like this. */
    static long allocatedBytes(RecordDecoder decoder, KafkaRecord record) throws MalformedRecordException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = 0;
        for (int round = 0; round < 2; round++) { // the first loads classes
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < RECORDS; i++) {
                decoder.decode(record);
            }
            bytes = (threads.getCurrentThreadAllocatedBytes() - before) / RECORDS;
        }
        return bytes;
    }
}
