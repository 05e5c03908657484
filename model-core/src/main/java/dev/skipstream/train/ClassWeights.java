package dev.skipstream.train;

import dev.skipstream.data.DataSet;
import dev.skipstream.data.Sequence;
import java.util.Arrays;
import java.util.Locale;

/**
 * What the losses of the classes count, so that a rare class is not forgotten. Immutable.
 *
 * <pre>
 *   one class      N / (O · n_k)                         n_k of N sequences (or samples) are of class k
 *   several labels N / (2 · n_k) where label k is set, N / (2 · (N − n_k)) where it is not
 * </pre>
 *
 * <p>Over the whole set the mean weight is 1, so learning rate and cost per sample keep their meaning.
 */
public final class ClassWeights {
    /** Every loss counts 1. */
    public static final ClassWeights NONE = new ClassWeights(new float[0], new float[0]);

    private final float[] set; // (O): of a sequence of class k, or with label k; empty: 1
    private final float[] unset; // (O): of one without label k; empty: 1

    private ClassWeights(float[] set, float[] unset) {
        this.set = set;
        this.unset = unset;
    }

    /** The names of the command line. */
    public enum Kind {
        NONE,
        BALANCED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException naming the known kinds and what was found */
        public static Kind of(String text) {
            for (Kind kind : values()) {
                if (kind.text().equals(text)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("--class-weights must be none or balanced, found " + text);
        }
    }

    /**
     * Weights that give every class the same total.
     *
     * @throws IllegalArgumentException if the targets are numbers
     */
    public static ClassWeights balanced(DataSet data) {
        if (!data.targets().isNamed()) {
            throw new IllegalArgumentException(
                    "--class-weights must be none unless targets are classes, found " + data.targets());
        }
        boolean several =
                data.targets() == DataSet.TargetKind.LABELS || data.targets() == DataSet.TargetKind.STEP_LABELS;
        int outputs = data.labels().size();
        long[] counts = new long[outputs];
        double cases = 0; // sequences, or samples with a target
        for (Sequence sequence : data.sequences()) {
            if (several) {
                cases += (double) sequence.targets().length / outputs;
                for (int i = 0; i < sequence.targets().length; i++) {
                    counts[i % outputs] += (long) sequence.targets()[i];
                }
            } else {
                float[] one = {(float) sequence.target()};
                for (float target : data.targets().isPerStep() ? sequence.targets() : one) {
                    if (!Float.isNaN(target)) {
                        counts[(int) target]++;
                        cases++;
                    }
                }
            }
        }
        return balanced(counts, cases, several);
    }

    private static ClassWeights balanced(long[] counts, double cases, boolean several) {
        int outputs = counts.length;
        float[] set = new float[outputs];
        float[] unset = new float[several ? outputs : 0];
        Arrays.fill(set, 1f);
        Arrays.fill(unset, 1f);
        for (int k = 0; k < outputs; k++) {
            boolean both = counts[k] > 0 && counts[k] < cases;
            if (several && both) {
                set[k] = (float) (cases / (2.0 * counts[k]));
                unset[k] = (float) (cases / (2.0 * (cases - counts[k])));
            } else if (!several && counts[k] > 0) {
                set[k] = (float) (cases / (outputs * (double) counts[k]));
            }
        }
        return new ClassWeights(set, unset);
    }

    /** Whether every loss counts 1. */
    public boolean isNone() {
        return set.length == 0;
    }

    /** Weight of a sequence of this class. */
    float of(int label) {
        return isNone() ? 1f : set[label];
    }

    /** Weight of one label's loss. */
    float of(int label, boolean isSet) {
        return isSet || unset.length == 0 ? of(label) : unset[label];
    }

    /**
     * Weights of targets at every step.
     *
     * @param targets (T) classes, or (T, O) labels
     * @param width 1 or O
     */
    float[] of(float[] targets, int width) {
        float[] weights = new float[targets.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = width > 1 || unset.length > 0
                    ? of(i % width, targets[i] > 0)
                    : Float.isNaN(targets[i]) ? 0f : of((int) targets[i]);
        }
        return weights;
    }
}
