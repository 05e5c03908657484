package dev.skipstream.flink;

import java.util.Arrays;

/** A growing row of float32, reused from record to record so that decoding allocates only what it hands on. */
final class Floats {
    private float[] values = new float[128];
    private int size;

    void clear() {
        size = 0;
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
