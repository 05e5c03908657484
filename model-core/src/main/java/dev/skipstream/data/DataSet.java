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
 * @param labels names of the classes, target k being {@code labels.get(k)}; empty unless {@code CLASS} or {@code LABELS}
 * @param sequences in the order of the file
 */
public record DataSet(String name, int channels, TargetKind targets, List<String> labels, List<Sequence> sequences) {

    /** What the targets of a task are. */
    public enum TargetKind {
        /** An index into the labels. */
        CLASS,
        /** Any of the labels at once: 0 or 1 for each of them. */
        LABELS,
        /** A number to predict. */
        NUMERIC,
        /** No sequence has a target. */
        NONE
    }

    /** @throws IllegalArgumentException if labels, sequences and kind of target do not fit each other */
    public DataSet {
        labels = List.copyOf(labels);
        sequences = List.copyOf(sequences);
        if (channels < 1) {
            throw new IllegalArgumentException("channels must be >= 1, found " + channels);
        }
        if (labels.isEmpty() == (targets == TargetKind.CLASS || targets == TargetKind.LABELS)) {
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
        if (several > 0 && (targets != TargetKind.LABELS || several != classes)) {
            throw new IllegalArgumentException("targets of sequence " + n + " must be "
                    + (targets == TargetKind.LABELS ? classes + " of 0 or 1" : "one") + ", found " + several);
        }
        boolean fits = !sequence.hasTarget()
                || switch (targets) {
                    case CLASS -> target >= 0 && target < classes && target == (int) target;
                    case LABELS -> several == classes;
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
        if (targets != TargetKind.CLASS && targets != TargetKind.LABELS) {
            throw new IllegalArgumentException(name + ": expected class targets, found " + targets);
        }
        if (labels.equals(order)) {
            return this;
        }
        int[] index = labels.stream().mapToInt(order::indexOf).toArray();
        List<Sequence> moved = new ArrayList<>(sequences.size());
        for (Sequence sequence : sequences) {
            double target = sequence.target();
            float[] several = new float[sequence.targets().length > 0 ? order.size() : 0];
            if (!Double.isNaN(target)) {
                target = known(index, (int) target, order);
            }
            for (int k = 0; k < sequence.targets().length; k++) {
                if (sequence.targets()[k] > 0) {
                    several[known(index, k, order)] = 1f;
                }
            }
            moved.add(new Sequence(sequence.values(), channels, target, several));
        }
        return new DataSet(name, channels, targets, order, moved);
    }

    private int known(int[] index, int label, List<String> order) {
        if (index[label] < 0) {
            throw new IllegalArgumentException(
                    name + ": expected labels of " + order + ", found " + DataFormatException.quote(labels.get(label)));
        }
        return index[label];
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
                : with(sequences.stream()
                        .map(s -> s.withValues(Downsampled.everyKth(s.values(), channels, k)))
                        .toList());
    }
}
