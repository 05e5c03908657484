package dev.skipstream.train;

import dev.skipstream.data.DataSet;
import dev.skipstream.data.Sequence;
import java.util.Arrays;
import java.util.Locale;

/**
 * What the losses of the classes count, so that a rare class is not forgotten. Immutable.
 *
 * <pre>
 *   one class      N / (O · n_k)                         n_k of N sequences are of class k
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
        if (data.targets() != DataSet.TargetKind.CLASS && data.targets() != DataSet.TargetKind.LABELS) {
            throw new IllegalArgumentException(
                    "--class-weights must be none unless targets are classes, found " + data.targets());
        }
        boolean several = data.targets() == DataSet.TargetKind.LABELS;
        int outputs = data.labels().size();
        long[] counts = new long[outputs];
        for (Sequence sequence : data.sequences()) {
            for (int k = 0; k < outputs; k++) {
                counts[k] += several ? (long) sequence.targets()[k] : sequence.target() == k ? 1 : 0;
            }
        }
        double cases = data.sequences().size();
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
}
