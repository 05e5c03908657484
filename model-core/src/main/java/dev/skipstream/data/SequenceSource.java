package dev.skipstream.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A task that generates its data: an endless source of sequences with their targets, all of one length. Sources hold no
 * state of their own, so threads may share one, each with a generator of random numbers of its own; the same generator
 * in the same state gives the same bits on every JDK.
 */
public interface SequenceSource {

    /** Short name of the task, as on the command line. */
    default String name() {
        return "generated";
    }

    /** I, the numbers a step. */
    int channels();

    /** T, the steps a sequence. */
    int length();

    /** What the targets are; never {@code NONE}. */
    DataSet.TargetKind targets();

    /** Names of the classes in order of their index; empty if the targets are numbers. */
    List<String> labels();

    /**
     * Makes fresh sequences: fills row b of the values and of the targets for every b in 0 … batch−1. Allocates nothing.
     *
     * @param batch B, at least 1
     * @param values (B, T, I) row-major; may be longer, the rest is left alone
     * @param targets (B): index of the class, or the number to predict; may be longer
     * @throws IllegalArgumentException if the arrays are too short
     */
    void fill(RandomGenerator random, int batch, float[] values, float[] targets);

    /**
     * A fixed set of fresh sequences: always the same for a seed, and the first n do not depend on how many follow
     * (but for the last of an odd number, where a task balances its classes).
     *
     * @param count at least 1
     */
    default DataSet dataSet(long seed, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be >= 1, found " + count);
        }
        RandomGenerator random = new SplittableRandom(seed);
        int most = 64; // sequences at once; even, so that classes stay balanced
        int size = length() * channels();
        float[] values = new float[Math.min(most, count) * size]; // (B, T, I)
        float[] targets = new float[Math.min(most, count)]; // (B)
        List<Sequence> sequences = new ArrayList<>(count);
        while (sequences.size() < count) {
            int batch = Math.min(most, count - sequences.size());
            fill(random, batch, values, targets);
            for (int b = 0; b < batch; b++) {
                float[] row = Arrays.copyOfRange(values, b * size, (b + 1) * size); // (T, I)
                sequences.add(new Sequence(row, channels(), targets[b]));
            }
        }
        return new DataSet(name(), channels(), targets(), labels(), sequences);
    }

    /** Checks the arguments of {@link #fill}, for those who implement it. */
    default void checkRoom(int batch, float[] values, float[] targets) {
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be >= 1, found " + batch);
        }
        long needed = (long) batch * length() * channels();
        if (values.length < needed) {
            throw new IllegalArgumentException("values must have room for " + needed + ", found " + values.length);
        }
        if (targets.length < batch) {
            throw new IllegalArgumentException("targets must have room for " + batch + ", found " + targets.length);
        }
    }
}
