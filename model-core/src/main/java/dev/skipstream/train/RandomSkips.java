package dev.skipstream.train;

import java.util.random.RandomGenerator;

/** The paper's random-skip baseline: every sample but a sequence's first is skipped with the same probability. */
final class RandomSkips {
    private final double probability;
    private final RandomGenerator random;

    RandomSkips(double probability, RandomGenerator random) {
        this.probability = probability;
        this.random = random;
    }

    static RandomSkips of(double probability, long seed) {
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
}
