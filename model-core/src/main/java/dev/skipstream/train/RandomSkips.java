package dev.skipstream.train;

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
            draw(batch.used[b], batch.lengths[b]);
        }
    }

    private void draw(boolean[] used, int length) {
        used[0] = true;
        for (int t = 1; t < length; t++) {
            used[t] = random.nextDouble() >= probability;
        }
    }

    /** Draws which samples of a sequence are used; null with probability 0: the network decides. */
    public boolean[] used(int length) {
        if (probability == 0) {
            return null;
        }
        boolean[] used = new boolean[length];
        draw(used, length);
        return used;
    }
}
