package dev.skipstream.train;

import dev.skipstream.rnn.RnnWeights;

/** Clipping by the global norm: the root of the sum of squares over all tensors together. Thread-safe. */
final class GradientClip {
    private GradientClip() {}

    /** The global norm, in double. */
    static double norm(RnnWeights gradients) {
        double sum = 0;
        for (var tensor : gradients.tensors().values()) {
            sum += squares(tensor.data);
        }
        return Math.sqrt(sum);
    }

    private static double squares(float[] g) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 4 <= g.length; i += 4) {
            s0 += (double) g[i] * g[i];
            s1 += (double) g[i + 1] * g[i + 1];
            s2 += (double) g[i + 2] * g[i + 2];
            s3 += (double) g[i + 3] * g[i + 3];
        }
        for (; i < g.length; i++) {
            s0 += (double) g[i] * g[i];
        }
        return s0 + s1 + (s2 + s3);
    }

    /** Scales the gradients so that their norm is at most {@code limit}; those within it stay as they are. */
    static void toNorm(RnnWeights gradients, double norm, double limit) {
        if (norm <= limit) {
            return;
        }
        float factor = (float) (limit / norm);
        gradients.tensors().values().forEach(tensor -> {
            for (int i = 0; i < tensor.data.length; i++) {
                tensor.data[i] *= factor;
            }
        });
    }
}
