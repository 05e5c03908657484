package dev.skipstream.train;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The streams of random numbers of one training, each its own: how many numbers one of them yields does not change
 * another. L64X128MixRandom gives the same numbers on every JDK.
 *
 * @param weights of the initial weights
 * @param batches of the training sequences or their order
 * @param skips of the random-skip baseline
 * @param validation of sequences to validate on
 * @param next from which a further start draws its own streams
 */
record Randomness(
        RandomGenerator weights,
        RandomGenerator batches,
        RandomGenerator skips,
        RandomGenerator validation,
        RandomGenerator.SplittableGenerator next) {

    static Randomness of(long seed) {
        RandomGenerator root = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        return of((RandomGenerator.SplittableGenerator) root);
    }

    private static Randomness of(RandomGenerator.SplittableGenerator root) {
        return new Randomness(root.split(), root.split(), root.split(), root.split(), root.split());
    }

    /** The streams of a further start. */
    Randomness again() {
        return of(next);
    }
}
