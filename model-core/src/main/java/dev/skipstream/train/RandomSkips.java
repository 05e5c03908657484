package dev.skipstream.train;

import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.SkipRnn;
import java.util.random.RandomGenerator;

/** The paper's random-skip baseline: every sample but a sequence's first is skipped with the same probability. */
public final class RandomSkips {
    private final double probability;
    private final RandomGenerator random;

    RandomSkips(double probability, RandomGenerator random) {
        this.probability = probability;
        this.random = random;
    }

    /** With this probability, from this seed; 0: nothing is skipped here, a network's own gate decides. */
    public static RandomSkips of(double probability, long seed) {
        return new RandomSkips(probability, Randomness.of(seed).skips());
    }

    /** Draws anew which samples of the batch are used; with probability 0, leaves it as it is. */
    void mark(Batch batch) {
        if (probability == 0) {
            return;
        }
        if (batch.used == null) {
            batch.used = new boolean[batch.size][0];
        }
        for (int b = 0; b < batch.size; b++) {
            if (batch.used[b].length < batch.lengths[b]) {
                batch.used[b] = new boolean[batch.lengths[b]];
            }
            batch.used[b][0] = true;
            for (int t = 1; t < batch.lengths[b]; t++) {
                batch.used[b][t] = random.nextDouble() >= probability;
            }
        }
    }

    /**
     * Runs a whole sequence from the initial state; with probability 0, as the network itself decides.
     *
     * @param samples (length, channels)
     * @return samples used
     */
    public int run(SkipRnn rnn, float[] samples, int length, RnnState state) {
        if (probability == 0) {
            return rnn.run(samples, length, state);
        }
        rnn.reset(state);
        int used = 0;
        for (int t = 0; t < length; t++) {
            if (t == 0 || random.nextDouble() >= probability) {
                rnn.step(samples, t * rnn.config().channels(), state);
                used++;
            }
        }
        return used;
    }
}
