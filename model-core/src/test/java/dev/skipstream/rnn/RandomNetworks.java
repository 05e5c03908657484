package dev.skipstream.rnn;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Networks of random shapes and weights for property tests. */
public final class RandomNetworks {
    private RandomNetworks() {}

    /** A configuration of random sizes with T samples in a sequence. */
    public static RnnConfig config(SplittableRandom random, CellKind cell, int sequenceLength) {
        int outputs = 1 + random.nextInt(4);
        HeadKind head = HeadKind.values()[random.nextInt(3)];
        return new RnnConfig(
                cell,
                1 + random.nextInt(4),
                IntStream.range(0, 1 + random.nextInt(3))
                        .mapToObj(l -> 1 + random.nextInt(13))
                        .toList(),
                head,
                outputs,
                head == HeadKind.LINEAR
                        ? List.of()
                        : IntStream.range(0, outputs)
                                .mapToObj(o -> "class " + o)
                                .toList(),
                random.nextInt(3) == 0,
                sequenceLength,
                1,
                random.nextBoolean(),
                0);
    }

    /** Weights ~ U(−1, 1), with an update bias that makes the skips about {@code meanSkip} samples long. */
    public static RnnWeights weights(SplittableRandom random, RnnConfig config, double meanSkip) {
        RnnWeights weights = new RnnWeights(config);
        weights.tensors().forEach((name, tensor) -> {
            for (int i = 0; i < tensor.data.length; i++) {
                tensor.data[i] =
                        (float) (name.equals("input.std") ? 0.5 + random.nextDouble() : random.nextDouble(-1, 1));
            }
        });
        if (config.cell().skips()) {
            double increment = 0.5 / (meanSkip + 1);
            weights.data("update.bias")[0] = (float) StrictMath.log(increment / (1 - increment));
        }
        return weights;
    }

    /** Samples ~ U(−2, 2), (length, channels). */
    public static float[] samples(SplittableRandom random, int length, int channels) {
        float[] samples = new float[length * channels];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) random.nextDouble(-2, 2);
        }
        return samples;
    }
}
