package dev.skipstream.cli;

import dev.skipstream.data.DataSet;
import dev.skipstream.data.Sequence;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.rnn.SkipRnn;
import dev.skipstream.train.RandomSkips;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model does on a data set.
 *
 * @param config of the model
 * @param sequences those with a target
 * @param confusion sequences by target and predicted class, (O, O); softmax head only, else empty
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
        int classes = config.head() == HeadKind.SOFTMAX ? config.outputs() : 0;
        long[][] confusion = new long[classes][classes];
        List<float[]> outputs = new ArrayList<>(); // of a sigmoid head
        List<Sequence> targets = new ArrayList<>();
        double squaredError = 0;
        long updates = 0;
        long samples = 0;
        int sequences = 0;
        RnnState state = rnn.newState();
        for (Sequence sequence : labelled.sequences()) {
            if (!sequence.hasTarget()) {
                continue;
            }
            sequences++;
            samples += sequence.length();
            updates += skips.run(rnn, sequence.values(), sequence.length(), state);
            float[] y = new float[config.outputs()];
            rnn.outputs(state, y);
            switch (config.head()) {
                case SOFTMAX ->
                    confusion[(int) sequence.target()][rnn.classify(state).label()]++;
                case LINEAR -> squaredError += Math.pow(y[0] - sequence.target(), 2);
                case SIGMOID -> {
                    outputs.add(y);
                    targets.add(sequence);
                }
            }
        }
        if (sequences == 0) {
            throw new IllegalArgumentException(set.name() + ": must have sequences with a target, found none");
        }
        LabelScores labels = config.head() == HeadKind.SIGMOID ? LabelScores.of(outputs, targets) : null;
        return new Evaluation(config, sequences, confusion, squaredError, labels, updates, samples);
    }

    /** Share of sequences whose class is told right; of a sigmoid head, of labels. */
    double accuracy() {
        if (labels != null) {
            return labels.accuracy();
        }
        long correct = 0;
        for (int k = 0; k < confusion.length; k++) {
            correct += confusion[k][k];
        }
        return (double) correct / sequences;
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
