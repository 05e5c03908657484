package dev.skipstream.cli;

import dev.skipstream.data.DataSet;
import dev.skipstream.data.Sequence;
import dev.skipstream.rnn.Classification;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;

/** One row of predictions: {@code sequence,target,predicted,updates,output_0,…}. */
final class PredictionText {
    private static final float ON = 0.5f;

    private PredictionText() {}

    static String row(
            int number, DataSet set, Sequence sequence, RnnConfig config, int updates, Classification result) {
        StringBuilder row = new StringBuilder();
        row.append(number)
                .append(',')
                .append(quoted(target(set, sequence)))
                .append(',')
                .append(quoted(predicted(config, result)))
                .append(',')
                .append(updates);
        for (float output : result.outputs()) {
            row.append(',').append(FloatText.of(output));
        }
        return row.append('\n').toString();
    }

    /** The class's name, the labels' names or the number; empty when unknown, or when every sample has one. */
    private static String target(DataSet set, Sequence sequence) {
        if (set.targets().isNamed()) {
            return String.join(" ", set.labelsOf(sequence));
        }
        return sequence.hasTarget() ? FloatText.of(sequence.target()) : "";
    }

    /** The labels that are set, of those from {@code at} on. */
    private static String names(DataSet set, float[] targets, int at) {
        StringBuilder names = new StringBuilder();
        for (int k = 0; k < set.labels().size(); k++) {
            if (targets[at + k] > 0) {
                names.append(names.isEmpty() ? "" : " ").append(set.labels().get(k));
            }
        }
        return names.toString();
    }

    /** One row of the predictions after every sample: {@code sequence,step,target,predicted,output_0,…}. */
    static String step(int number, int t, DataSet set, Sequence sequence, RnnConfig config, Classification result) {
        StringBuilder row = new StringBuilder();
        row.append(number).append(',').append(t).append(',');
        row.append(quoted(stepTarget(set, sequence, t))).append(',').append(quoted(predicted(config, result)));
        for (float output : result.outputs()) {
            row.append(',').append(FloatText.of(output));
        }
        return row.append('\n').toString();
    }

    private static String stepTarget(DataSet set, Sequence sequence, int t) {
        float[] targets = sequence.targets();
        if (!set.targets().isPerStep()) {
            return target(set, sequence);
        }
        if (set.targets() == DataSet.TargetKind.STEP_LABELS) {
            return names(set, targets, t * set.labels().size());
        }
        return Float.isNaN(targets[t]) ? "" : set.labels().get((int) targets[t]);
    }

    /** The winner's name; of a sigmoid head every name that is on, separated by spaces; of a linear head its first output. */
    private static String predicted(RnnConfig config, Classification result) {
        if (config.head() == HeadKind.LINEAR) {
            return FloatText.of(result.outputs()[0]);
        }
        if (config.head() == HeadKind.SOFTMAX) {
            return config.labels().get(result.label());
        }
        StringBuilder names = new StringBuilder();
        for (int o = 0; o < config.outputs(); o++) {
            if (result.probabilities()[o] >= ON) {
                names.append(names.isEmpty() ? "" : " ").append(config.labels().get(o));
            }
        }
        return names.toString();
    }

    private static String quoted(String field) {
        return field.matches("[^\",\\r\\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
