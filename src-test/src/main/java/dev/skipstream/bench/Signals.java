package dev.skipstream.bench;

import dev.skipstream.data.FrequencyTask;
import java.util.SplittableRandom;

/**
 * What the benchmarks' sensors measure: signals of the frequency task at 1 ms, half of each class. Every sequence of
 * every sensor is one of a few hundred, so that a source makes a sample by one read of an array that stays in the cache.
 */
final class Signals {
    /** Samples of a signal. */
    static final int LENGTH = 100;

    private static final int COUNT = 512;
    private static final float[] POOL = pool(); // (COUNT, LENGTH)

    private Signals() {}

    private static float[] pool() {
        float[] values = new float[COUNT * LENGTH];
        new FrequencyTask(1).fill(new SplittableRandom(7), COUNT, values, new float[COUNT]);
        return values;
    }

    /** Sample {@code seq} of a sensor. */
    static float at(int sensor, long seq) {
        long sequence = seq / LENGTH;
        return POOL[signal(sensor, sequence) * LENGTH + (int) (seq - sequence * LENGTH)];
    }

    /** Which signal a sensor's sequence is, 0 … COUNT − 1. */
    static int signal(int sensor, long sequence) {
        return (int) ((sensor * 7919L + sequence * 104_729L) & (COUNT - 1));
    }

    /** Samples {@code seq} … {@code seq + n − 1} of a sensor. */
    static float[] packet(int sensor, long seq, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = at(sensor, seq + i);
        }
        return values;
    }

    /** Where in its sequence a sensor is when a job begins: sensors are spread over all of it. */
    static int phase(int sensor) {
        return (int) (sensor * 37L % LENGTH);
    }
}
