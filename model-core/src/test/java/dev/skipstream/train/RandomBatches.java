package dev.skipstream.train;

import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RandomNetworks;
import dev.skipstream.rnn.RnnConfig;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Batches of random numbers for tests. */
final class RandomBatches {
    private RandomBatches() {}

    /** Sequences of 1 … T samples each, with targets that fit the head. */
    static Batch of(SplittableRandom random, RnnConfig config, int size, int longest) {
        int width = config.head() == HeadKind.SOFTMAX ? 1 : config.outputs();
        Batch batch = new Batch(size, width);
        for (int b = 0; b < size; b++) {
            batch.lengths[b] = 1 + random.nextInt(longest);
            batch.values[b] = RandomNetworks.samples(random, batch.lengths[b], config.channels());
        }
        for (int i = 0; i < batch.targets.length; i++) {
            batch.targets[i] = switch (config.head()) {
                case SOFTMAX -> random.nextInt(config.outputs());
                case LINEAR -> (float) random.nextDouble(-1, 1);
                case SIGMOID -> random.nextInt(2);
            };
        }
        return batch;
    }

    /** A target at every step, about a fifth of those of one class unknown, and all of them now and then. */
    static void addStepTargets(SplittableRandom random, RnnConfig config, Batch batch) {
        batch.stepTargets = new float[batch.size][];
        for (int b = 0; b < batch.size; b++) {
            float[] targets = new float[batch.lengths[b] * batch.targetWidth];
            double unknown = random.nextInt(8) == 0 ? 1 : 0.2;
            for (int i = 0; i < targets.length; i++) {
                targets[i] = switch (config.head()) {
                    case SOFTMAX -> random.nextDouble() < unknown ? Float.NaN : random.nextInt(config.outputs());
                    case LINEAR -> (float) random.nextDouble(-1, 1);
                    case SIGMOID -> random.nextInt(2);
                };
            }
            batch.stepTargets[b] = targets;
        }
    }

    static float[] targets(Batch batch, int row) {
        return Arrays.copyOfRange(batch.targets, row * batch.targetWidth, (row + 1) * batch.targetWidth);
    }
}
