package dev.skipstream.bench;

import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import java.util.List;
import java.util.SplittableRandom;

/** The network that every row of the step benchmark runs: one input, 110 units, one layer, a softmax head of two. */
final class BenchNetwork {
    static final int UNITS = 110;
    private static final int SAMPLES = 1 << 10;

    private BenchNetwork() {}

    static RnnConfig config(CellKind cell) {
        return new RnnConfig(
                cell, 1, List.of(UNITS), HeadKind.SOFTMAX, 2, List.of("target", "distractor"), false, 100, 1, false, 0);
    }

    /** Weights ~ U(−1, 1)/√H: their size changes no time, as long as nothing overflows or becomes subnormal. */
    static RnnWeights weights(RnnConfig config) {
        RnnWeights weights = new RnnWeights(config);
        SplittableRandom random = new SplittableRandom(1);
        weights.tensors().values().forEach(tensor -> {
            for (int i = 0; i < tensor.data.length; i++) {
                tensor.data[i] = (float) (random.nextDouble(-1, 1) / Math.sqrt(UNITS));
            }
        });
        return weights;
    }

    /** Samples ~ U(−1, 1), as many as a power of two. */
    static float[] samples() {
        SplittableRandom random = new SplittableRandom(2);
        float[] samples = new float[SAMPLES];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) random.nextDouble(-1, 1);
        }
        return samples;
    }

    /** Bytes of the weights that one update must read: both matrices of the cell. */
    static long weightBytes(CellKind cell) {
        return (long) Float.BYTES * cell.gates() * UNITS * (1 + UNITS);
    }
}
