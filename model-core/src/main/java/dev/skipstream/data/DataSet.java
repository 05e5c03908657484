package dev.skipstream.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A fixed list of sequences of one task. Immutable, as long as nobody writes to the arrays of its sequences.
 *
 * @param name what the file calls the problem, else the file's own name without its suffix
 * @param channels I of every sequence; their lengths may differ
 * @param targets what the targets are
 * @param labels names of the classes, target k being {@code labels.get(k)}; empty if targets are numbers or none
 * @param sequences in the order of the file
 */
public record DataSet(String name, int channels, TargetKind targets, List<String> labels, List<Sequence> sequences) {

    /** What the targets of a task are. */
    public enum TargetKind {
        /** An index into the labels. */
        CLASS,
        /** Any of the labels at once: 0 or 1 for each of them. */
        LABELS,
        /** A class at every sample; NaN where it is not known. */
        STEP_CLASS,
        /** Any of the labels at every sample. */
        STEP_LABELS,
        /** A number to predict. */
        NUMERIC,
        /** No sequence has a target. */
        NONE;

        /** Whether targets are names of the list of labels. */
        public boolean isNamed() {
            return this != NUMERIC && this != NONE;
        }

        /** Whether there is a target at every sample. */
        public boolean isPerStep() {
            return this == STEP_CLASS || this == STEP_LABELS;
        }
    }

    /** @throws IllegalArgumentException if labels, sequences and kind of target do not fit each other */
    public DataSet {
        labels = List.copyOf(labels);
        sequences = List.copyOf(sequences);
        if (channels < 1) {
            throw new IllegalArgumentException("channels must be >= 1, found " + channels);
        }
        if (labels.isEmpty() == targets.isNamed()) {
            throw new IllegalArgumentException("labels must be given for class targets and only for them, found "
                    + labels.size() + " labels with " + targets);
        }
        if (new HashSet<>(labels).size() < labels.size()) {
            throw new IllegalArgumentException("labels must differ from each other, found " + labels);
        }
        for (int n = 0; n < sequences.size(); n++) {
            check(n, sequences.get(n), channels, targets, labels.size());
        }
    }

    private static void check(int n, Sequence sequence, int channels, TargetKind targets, int classes) {
        if (sequence.channels() != channels) {
            throw new IllegalArgumentException(
                    "sequence " + n + " must have " + channels + " channels, found " + sequence.channels());
        }
        double target = sequence.target();
        int several = sequence.targets().length;
        int most = (targets == TargetKind.CLASS || targets == TargetKind.STEP_CLASS ? 1 : classes)
                * (targets.isPerStep() ? sequence.length() : 1);
        boolean mayBeSeveral = targets.isPerStep() || targets == TargetKind.LABELS;
        if (several > 0 && (!mayBeSeveral || several != most)) {
            throw new IllegalArgumentException("targets of sequence " + n + " must be "
                    + (mayBeSeveral ? String.valueOf(most) : "one") + ", found " + several);
        }
        boolean fits = !sequence.hasTarget()
                || switch (targets) {
                    case CLASS -> target >= 0 && target < classes && target == (int) target;
                    case LABELS, STEP_CLASS, STEP_LABELS -> several == most;
                    case NUMERIC -> true;
                    case NONE -> false;
                };
        if (!fits) {
            String expected = targets == TargetKind.CLASS ? "the index of one of " + classes + " labels" : "none (NaN)";
            throw new IllegalArgumentException(
                    "target of sequence " + n + " must be " + expected + ", found " + target);
        }
    }

    /**
     * The same sequences with the classes counted as another list of labels counts them: a model's, or those of the
     * set it was trained on. Labels are compared as text. Costs one new record a sequence; the values are shared.
     *
     * @param order labels that include every label a sequence of this set has
     * @throws IllegalArgumentException if this set has no classes, or a sequence's label is not in the list
     */
    public DataSet relabelled(List<String> order) {
        if (!targets.isNamed()) {
            throw new IllegalArgumentException(name + ": expected class targets, found " + targets);
        }
        if (labels.equals(order)) {
            return this;
        }
        int[] index = labels.stream().mapToInt(order::indexOf).toArray();
        List<Sequence> moved = new ArrayList<>(sequences.size());
        for (Sequence sequence : sequences) {
            double target = sequence.target();
            if (!Double.isNaN(target)) {
                target = known(index, (int) target, order);
            }
            float[] several = targets == TargetKind.STEP_CLASS
                    ? movedClasses(sequence.targets(), index, order)
                    : movedLabels(sequence.targets(), index, order);
            moved.add(new Sequence(sequence.values(), channels, target, several));
        }
        return new DataSet(name, channels, targets, order, moved);
    }

    private float[] movedClasses(float[] steps, int[] index, List<String> order) {
        float[] moved = steps.clone();
        for (int t = 0; t < moved.length; t++) {
            moved[t] = Float.isNaN(steps[t]) ? Float.NaN : known(index, (int) steps[t], order);
        }
        return moved;
    }

    /** Of one or more times all labels. */
    private float[] movedLabels(float[] set, int[] index, List<String> order) {
        float[] moved = new float[set.length / Math.max(1, labels.size()) * order.size()];
        for (int k = 0; k < set.length; k++) {
            if (set[k] > 0) {
                int step = k / labels.size();
                moved[step * order.size() + known(index, k % labels.size(), order)] = 1f;
            }
        }
        return moved;
    }

    private int known(int[] index, int label, List<String> order) {
        if (index[label] < 0) {
            throw new IllegalArgumentException(
                    name + ": expected labels of " + order + ", found " + DataFormatException.quote(labels.get(label)));
        }
        return index[label];
    }

    /** The names of a whole sequence's class or labels; none where it has no target, or one at every sample. */
    public List<String> labelsOf(Sequence sequence) {
        if (targets == TargetKind.CLASS) {
            return sequence.hasTarget() ? List.of(labels.get((int) sequence.target())) : List.of();
        }
        List<String> names = new ArrayList<>();
        for (int k = 0; targets == TargetKind.LABELS && k < sequence.targets().length; k++) {
            if (sequence.targets()[k] > 0) {
                names.add(labels.get(k));
            }
        }
        return names;
    }

    /** The same set by another name. */
    public DataSet named(String other) {
        return new DataSet(other, channels, targets, labels, sequences);
    }

    /** A set of some of these sequences, or of others like them. */
    public DataSet with(List<Sequence> others) {
        return new DataSet(name, channels, targets, labels, others);
    }

    /**
     * Every k-th sample of every sequence, from the first: ⌈T/k⌉ remain. Costs a copy of what remains.
     *
     * @param k at least 1
     */
    public DataSet downsampled(int k) {
        return k == 1
                ? this
                : with(sequences.stream().map(s -> downsampled(s, k)).toList());
    }

    private Sequence downsampled(Sequence s, int k) {
        float[] several = targets.isPerStep() && s.hasTarget()
                ? Downsampled.everyKth(s.targets(), s.targets().length / s.length(), k)
                : s.targets();
        return new Sequence(Downsampled.everyKth(s.values(), channels, k), channels, s.target(), several);
    }
}
