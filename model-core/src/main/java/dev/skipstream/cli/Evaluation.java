package dev.skipstream.cli;

import dev.skipstream.data.DataSet;
import dev.skipstream.data.Sequence;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.rnn.SkipRnn;
import dev.skipstream.train.RandomSkips;
import dev.skipstream.train.StepRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a model does on a data set.
 *
 * @param config of the model
 * @param sequences those with a target
 * @param confusion sequences, or samples where each has a target, by target and predicted class, (O, O); softmax head
 *     only, else empty
 * @param squaredError sum of squared errors over sequences and outputs; linear head only
 * @param labels scores of several labels at once; sigmoid head only, else null
 * @param updates samples used, of all sequences
 * @param samples samples, of all sequences
 */
record Evaluation(
        RnnConfig config,
        int sequences,
        long[][] confusion,
        double squaredError,
        LabelScores labels,
        long updates,
        long samples) {

    /**
     * Runs the model over every sequence that has a target. Costs the model's updates.
     *
     * @throws IllegalArgumentException if targets and head do not fit
     */
    static Evaluation of(SkipRnn rnn, DataSet set) {
        return of(rnn, set, RandomSkips.of(0, 0));
    }

    /** Likewise, with every sample but the first skipped with a probability, of the random-skip baseline. */
    static Evaluation of(RnnConfig config, RnnWeights weights, DataSet set, double skipProbability, long seed) {
        return of(new SkipRnn(config, weights), set, RandomSkips.of(skipProbability, seed));
    }

    private static Evaluation of(SkipRnn rnn, DataSet set, RandomSkips skips) {
        RnnConfig config = rnn.config();
        if (!TrainData.fits(set.targets(), config.head())) {
            throw new IllegalArgumentException(set.name() + ": targets must fit a " + config.head() + " head ("
                    + TrainData.expected(config.head()) + "), found " + set.targets());
        }
        DataSet labelled = config.head() == HeadKind.LINEAR ? set : set.relabelled(config.labels());
        Judgement judgement = new Judgement(rnn, labelled.targets());
        for (Sequence sequence : labelled.sequences()) {
            if (sequence.hasTarget()) {
                judgement.add(sequence, skips.used(sequence.length()));
            }
        }
        if (judgement.sequences == 0) {
            throw new IllegalArgumentException(set.name() + ": must have sequences with a target, found none");
        }
        return judgement.evaluation();
    }

    /** Collects what a model says of one sequence after another. */
    private static final class Judgement {
        private final SkipRnn rnn;
        private final RnnState state;
        private final DataSet.TargetKind kind;
        private final int outputCount;
        private final long[][] confusion;
        private final List<float[]> outputs = new ArrayList<>(); // of a sigmoid head
        private final List<float[]> targets = new ArrayList<>(); // 0 or 1
        private double squaredError;
        private long updates;
        private long samples;
        private int sequences;

        private Judgement(SkipRnn rnn, DataSet.TargetKind kind) {
            this.rnn = rnn;
            this.kind = kind;
            state = rnn.newState();
            outputCount = rnn.config().outputs();
            int classes = rnn.config().head() == HeadKind.SOFTMAX ? outputCount : 0;
            confusion = new long[classes][classes];
        }

        /** @param used samples; null: the network decides */
        private void add(Sequence sequence, boolean[] used) {
            sequences++;
            samples += sequence.length();
            float[] values = sequence.values();
            updates += StepRun.of(rnn, state, values, sequence.length(), used, (t, update) -> {
                if (kind.isPerStep()) {
                    judgeStep(sequence.targets(), t);
                }
            });
            if (!kind.isPerStep()) {
                judge(sequence);
            }
        }

        private void judgeStep(float[] all, int t) {
            if (kind == DataSet.TargetKind.STEP_LABELS) {
                float[] y = new float[outputCount];
                rnn.outputs(state, y);
                outputs.add(y);
                targets.add(Arrays.copyOfRange(all, t * outputCount, (t + 1) * outputCount));
            } else if (!Float.isNaN(all[t])) {
                confusion[(int) all[t]][rnn.classify(state).label()]++;
            }
        }

        private void judge(Sequence sequence) {
            float[] y = new float[outputCount];
            rnn.outputs(state, y);
            switch (rnn.config().head()) {
                case SOFTMAX ->
                    confusion[(int) sequence.target()][rnn.classify(state).label()]++;
                case LINEAR -> {
                    double error = y[0] - sequence.target();
                    squaredError += error * error;
                }
                case SIGMOID -> {
                    float[] set = sequence.targets();
                    if (set.length == 0) { // one class: that label alone
                        set = new float[outputCount];
                        set[(int) sequence.target()] = 1f;
                    }
                    outputs.add(y);
                    targets.add(set);
                }
            }
        }

        private Evaluation evaluation() {
            LabelScores labels = rnn.config().head() == HeadKind.SIGMOID ? LabelScores.of(outputs, targets) : null;
            return new Evaluation(rnn.config(), sequences, confusion, squaredError, labels, updates, samples);
        }
    }

    /** Share of sequences (or samples) whose class is told right; of a sigmoid head, of labels. */
    double accuracy() {
        if (labels != null) {
            return labels.accuracy();
        }
        long correct = 0;
        long all = 0;
        for (int k = 0; k < confusion.length; k++) {
            correct += confusion[k][k];
            all += Arrays.stream(confusion[k]).sum();
        }
        return (double) correct / all;
    }

    /**
     * Mean over the classes of F1 = 2·TP / (2·TP + FP + FN); a class that is neither a target nor predicted does not
     * count.
     */
    double macroF1() {
        double sum = 0;
        int classes = 0;
        for (int k = 0; k < confusion.length; k++) {
            long targets = 0;
            long predicted = 0;
            for (int j = 0; j < confusion.length; j++) {
                targets += confusion[k][j];
                predicted += confusion[j][k];
            }
            if (targets + predicted > 0) {
                sum += 2.0 * confusion[k][k] / (targets + predicted);
                classes++;
            }
        }
        return sum / classes;
    }

    double meanSquaredError() {
        return squaredError / sequences;
    }

    double meanUpdates() {
        return (double) updates / sequences;
    }

    double meanSamples() {
        return (double) samples / sequences;
    }

    /** Mean over the sequences. */
    double meanFlops() {
        return meanUpdates() * config.flopsPerUpdate();
    }
}
