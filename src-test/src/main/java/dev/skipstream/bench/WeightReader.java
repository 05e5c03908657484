package dev.skipstream.bench;

/** Reads numbers as fast as this processor can, and does next to nothing with them. Found by ServiceLoader. */
interface WeightReader {
    /** Floats that {@link #read} takes at a time. */
    int block();

    /** A sum over {@code length} numbers from {@code at} on, a multiple of {@link #block}; in no stated order. */
    float read(float[] numbers, int at, int length);
}
