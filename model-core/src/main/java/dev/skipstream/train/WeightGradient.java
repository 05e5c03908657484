package dev.skipstream.train;

import java.util.Arrays;

/**
 * Sums the gradient of one {@link PackedWeights}, dW = Σ [1 x h]ᵀ·δ over all used samples of a shard. Samples are
 * collected and multiplied many at a time, so that the sums pass through the cache once for many samples. Belongs to
 * one thread at a time.
 */
final class WeightGradient {
    private static final int CAPACITY = 128; // samples

    private final int inputs;
    private final int units;
    private final int width; // 1 + I + H
    private final int outputs; // N in whole vectors
    private final float[] v; // (CAPACITY, 1 + I + H)
    private final float[][] deltas; // (CAPACITY, N)
    private int count;

    final float[][] sums; // (1 + I + H, N): of the bias, the input and the hidden weights

    WeightGradient(PackedWeights weights) {
        inputs = weights.inputs;
        units = weights.units;
        width = 1 + inputs + units;
        outputs = weights.width;
        v = new float[CAPACITY * width];
        deltas = new float[CAPACITY][outputs];
        sums = new float[width][outputs];
    }

    void clear() {
        count = 0;
        for (float[] sum : sums) {
            Arrays.fill(sum, 0f);
        }
    }

    /**
     * Adds n samples.
     *
     * @param x (n, I)
     * @param h what the hidden weights multiplied: (n, H)
     * @param gates the first {@code blocks} of them are ∂L/∂ of the pre-activations, (n, H) each
     */
    void add(int n, float[] x, float[] h, float[][] gates, int firstGate, int blocks) {
        for (int k = 0; k < n; k++) {
            int at = count * width;
            v[at] = 1f;
            System.arraycopy(x, k * inputs, v, at + 1, inputs);
            System.arraycopy(h, k * units, v, at + 1 + inputs, units);
            for (int g = 0; g < blocks; g++) {
                System.arraycopy(gates[firstGate + g], k * units, deltas[count], g * units, units);
            }
            count++;
            if (count == CAPACITY) {
                flush();
            }
        }
    }

    /** Multiplies what has been collected: call it before reading the sums. */
    void flush() {
        Gemm.addTransposed(v, width, deltas, count, sums, width, outputs);
        count = 0;
    }
}
