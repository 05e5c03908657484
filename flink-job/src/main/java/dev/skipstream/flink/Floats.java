package dev.skipstream.flink;

import java.util.Arrays;

/** A growing row of float32, reused from record to record so that decoding allocates only what it hands on. */
final class Floats {
    private static final int FIRST = 128;
    private static final int MOST_KEPT = 1 << 16;

    private float[] values = new float[FIRST];
    private int size;

    /** Empties it; what one giant record needed is not kept for ever. */
    void clear() {
        size = 0;
        if (values.length > MOST_KEPT) {
            values = new float[FIRST];
        }
    }

    void add(float value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    float[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
