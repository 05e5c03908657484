package dev.skipstream.train;

import dev.skipstream.rnn.HeadKind;

/**
 * The loss of one sequence and its gradient by the head's outputs. In double with StrictMath, so that a seed trains the
 * same weights on every JDK. Thread-safe.
 *
 * <pre>
 *   softmax   −log softmax(y)[target]                       natural logarithm
 *   linear    Σ_o (y_o − target_o)² / O                     (the paper's authors take half of it)
 *   sigmoid   Σ_o −log(target_o ? σ(y_o) : 1 − σ(y_o)) / O
 * </pre>
 *
 * <p>Class weights ({@link ClassWeights}) multiply a sequence's cross-entropy, or each label's term of the sum. Where every sample has a target,
 * a sequence's loss is the mean over its samples whose target is known. A batch's loss is the mean over its sequences.
 */
final class Loss {
    private Loss() {}

    /**
     * One loss times its weight.
     *
     * @param outputs holds O raw outputs from {@code at} on
     * @param targets holds their targets from {@code targetAt} on, as {@link Batch#targets}
     * @param weights of the targets, likewise; null: 1
     * @param weight 1/B for a mean over the batch
     * @param gradient receives ∂(weight·loss)/∂outputs from {@code at} on
     */
    static double of(
            HeadKind head,
            float[] outputs,
            int at,
            int count,
            float[] targets,
            float[] weights,
            int targetAt,
            double weight,
            float[] gradient) {
        return switch (head) {
            case SOFTMAX -> {
                double counts = weights == null ? weight : weight * weights[targetAt];
                yield softmax(outputs, at, count, (int) targets[targetAt], counts, gradient);
            }
            case LINEAR -> squares(outputs, at, count, targets, targetAt, weight, gradient);
            case SIGMOID -> binary(outputs, at, count, targets, weights, targetAt, weight, gradient);
        };
    }

    /** Whether there is a target to learn at a place of {@link Batch#stepTargets}. */
    static boolean isKnown(float[] targets, int targetAt) {
        return !Float.isNaN(targets[targetAt]);
    }

    /** How right the outputs are: 0 or 1 (softmax), the share of right labels (sigmoid), NaN (linear). */
    static double accuracy(HeadKind head, float[] outputs, int at, int count, float[] targets, int targetAt) {
        return switch (head) {
            case SOFTMAX -> argmax(outputs, at, count) == (int) targets[targetAt] ? 1 : 0;
            case LINEAR -> Double.NaN;
            case SIGMOID -> {
                int right = 0;
                for (int o = 0; o < count; o++) {
                    right += outputs[at + o] >= 0 == targets[targetAt + o] >= 0.5f ? 1 : 0;
                }
                yield (double) right / count;
            }
        };
    }

    private static int argmax(float[] outputs, int at, int count) {
        int best = 0;
        for (int o = 1; o < count; o++) {
            if (outputs[at + o] > outputs[at + best]) {
                best = o;
            }
        }
        return best;
    }

    private static double softmax(float[] y, int at, int count, int target, double weight, float[] gradient) {
        double max = y[at + argmax(y, at, count)];
        double sum = 0;
        for (int o = 0; o < count; o++) {
            sum += StrictMath.exp(y[at + o] - max);
        }
        for (int o = 0; o < count; o++) {
            double p = StrictMath.exp(y[at + o] - max) / sum;
            gradient[at + o] = (float) (weight * (o == target ? p - 1 : p));
        }
        return weight * (StrictMath.log(sum) - (y[at + target] - max));
    }

    private static double squares(
            float[] y, int at, int count, float[] targets, int targetAt, double weight, float[] gradient) {
        double sum = 0;
        for (int o = 0; o < count; o++) {
            double d = (double) y[at + o] - targets[targetAt + o];
            sum += d * d;
            gradient[at + o] = (float) (2 * weight * d / count);
        }
        return weight * sum / count;
    }

    private static double binary(
            float[] y,
            int at,
            int count,
            float[] targets,
            float[] weights,
            int targetAt,
            double weight,
            float[] gradient) {
        double sum = 0;
        for (int o = 0; o < count; o++) {
            double v = y[at + o];
            double target = targets[targetAt + o];
            double counts = weights == null ? 1 : weights[targetAt + o];
            sum += counts * (Math.max(v, 0) - v * target + StrictMath.log1p(StrictMath.exp(-Math.abs(v))));
            gradient[at + o] = (float) (weight * counts * (1 / (1 + StrictMath.exp(-v)) - target) / count);
        }
        return weight * sum / count;
    }
}
