package dev.skipstream.cli;

import dev.skipstream.data.DataSet;
import dev.skipstream.data.Sequence;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.SkipRnn;

/**
 * What a model does on a data set.
 *
 * @param sequences those with a target
 * @param confusion sequences by target and predicted class, (O, O); empty for a linear head
 * @param squaredError sum of squared errors over sequences and outputs; linear head only
 * @param updates samples used, of all sequences
 * @param samples samples, of all sequences
 */
record Evaluation(int sequences, long[][] confusion, double squaredError, long updates, long samples) {

    /**
     * Runs the model over every sequence that has a target. Costs the model's updates.
     *
     * @throws IllegalArgumentException if targets and head do not fit
     */
    static Evaluation of(SkipRnn rnn, DataSet set) {
        RnnConfig config = rnn.config();
        boolean classes = config.head() == HeadKind.SOFTMAX;
        DataSet labelled = classes && set.targets() == DataSet.TargetKind.CLASS ? set.relabelled(config.labels()) : set;
        if (labelled.targets() != (classes ? DataSet.TargetKind.CLASS : DataSet.TargetKind.NUMERIC)
                || config.head() == HeadKind.SIGMOID) {
            throw new IllegalArgumentException(set.name() + ": targets must fit a " + config.head()
                    + " head (classes for softmax, numbers for linear), found " + set.targets());
        }
        long[][] confusion = new long[classes ? config.outputs() : 0][config.outputs()];
        double squaredError = 0;
        long updates = 0;
        long samples = 0;
        int sequences = 0;
        RnnState state = rnn.newState();
        float[] outputs = new float[config.outputs()];
        for (Sequence sequence : labelled.sequences()) {
            if (!sequence.hasTarget()) {
                continue;
            }
            sequences++;
            samples += sequence.length();
            updates += rnn.run(sequence.values(), sequence.length(), state);
            if (classes) {
                confusion[(int) sequence.target()][rnn.classify(state).label()]++;
            } else {
                rnn.outputs(state, outputs);
                double error = outputs[0] - sequence.target();
                squaredError += error * error;
            }
        }
        if (sequences == 0) {
            throw new IllegalArgumentException(set.name() + ": must have sequences with a target, found none");
        }
        return new Evaluation(sequences, confusion, squaredError, updates, samples);
    }

    double accuracy() {
        long correct = 0;
        for (int k = 0; k < confusion.length; k++) {
            correct += confusion[k][k];
        }
        return (double) correct / sequences;
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
}
