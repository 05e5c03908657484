package dev.skipstream.local;

import java.util.Arrays;

/** Samples of one sensor that go out as one record. Reused from record to record, so nobody keeps one. */
final class Packet {

    /** In place of a seq or time that is not sent. */
    static final long NONE = Long.MIN_VALUE;

    String sensor;
    /** Of the first sample, or {@link #NONE}. */
    long seq;
    /** Of the first sample in epoch ms, or {@link #NONE}. */
    long time;
    /** Between two samples, in ms. */
    double periodMs;
    /** n. */
    int samples;
    /** I. */
    int channels;
    /** (n, I) row-major; may be longer. */
    float[] values = {};

    /** Makes room for more values, keeping those there are. */
    void ensure(int size) {
        if (values.length < size) {
            values = Arrays.copyOf(values, Math.max(size, 2 * values.length));
        }
    }
}
