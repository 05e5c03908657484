package dev.skipstream.train;

import dev.skipstream.data.DataSet;
import dev.skipstream.data.SequenceSource;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.rnn.SkipRnn;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What weights do on sequences they were not trained on, by the network that serves: means over the sequences.
 *
 * @param sequences how many
 * @param taskLoss the head's loss
 * @param accuracy NaN for a linear head
 * @param updates samples used
 */
public record Validation(int sequences, double taskLoss, double accuracy, double updates) {
    private static final int SLICE = 256; // sequences a task

    /** On a data set whose sequences all have targets. Costs its updates, shared by the machine's cores. */
    public static Validation on(DataSet data, RnnConfig config, RnnWeights weights, double skipProbability, long seed) {
        return on(data, config, weights, ClassWeights.NONE, skipProbability, seed);
    }

    /** Likewise, with the losses of the classes weighted; the accuracy is not. */
    static Validation on(
            DataSet data,
            RnnConfig config,
            RnnWeights weights,
            ClassWeights classWeights,
            double skipProbability,
            long seed) {
        BatchSource source = new DataSetBatches(data, config, data.sequences().size(), classWeights, null);
        Batch batch = source.next();
        RandomSkips.of(skipProbability, seed).mark(batch);
        return on(batch, config, weights);
    }

    /** On fresh sequences of a task. */
    static Validation on(
            SequenceSource task,
            RandomGenerator random,
            int count,
            RandomSkips skips,
            RnnConfig config,
            RnnWeights weights) {
        Batch batch = new GeneratedBatches(task, count, random).next();
        skips.mark(batch);
        return on(batch, config, weights);
    }

    private static Validation on(Batch batch, RnnConfig config, RnnWeights weights) {
        SkipRnn rnn = new SkipRnn(config, weights);
        double[][] rows = new double[batch.size][]; // loss, accuracy, updates
        IntStream.range(0, (batch.size + SLICE - 1) / SLICE).parallel().forEach(slice -> {
            RnnState state = rnn.newState();
            for (int b = slice * SLICE; b < Math.min(batch.size, (slice + 1) * SLICE); b++) {
                rows[b] = row(rnn, state, batch, b);
            }
        });
        double[] sums = new double[3];
        for (double[] row : rows) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += row[i];
            }
        }
        return new Validation(batch.size, sums[0] / batch.size, sums[1] / batch.size, sums[2] / batch.size);
    }

    private static double[] row(SkipRnn rnn, RnnState state, Batch batch, int b) {
        if (batch.stepTargets != null) {
            return stepRow(rnn, state, batch, b);
        }
        RnnConfig config = rnn.config();
        int updates = batch.used == null ? run(rnn, state, batch, b) : runUsed(rnn, state, batch, b);
        float[] outputs = new float[config.outputs()];
        rnn.outputs(state, outputs);
        int targetAt = b * batch.targetWidth;
        float[] gradient = new float[outputs.length];
        double loss =
                Loss.of(config.head(), outputs, 0, outputs.length, batch.targets, batch.weights, targetAt, 1, gradient);
        double accuracy = Loss.accuracy(config.head(), outputs, 0, outputs.length, batch.targets, targetAt);
        return new double[] {loss, accuracy, updates};
    }

    /** Of a sequence with a target at every sample: means over the samples whose target is known. */
    private static double[] stepRow(SkipRnn rnn, RnnState state, Batch batch, int b) {
        RnnConfig config = rnn.config();
        float[] outputs = new float[config.outputs()];
        float[] gradient = new float[outputs.length];
        float[] weights = batch.stepWeights == null ? null : batch.stepWeights[b];
        double[] sums = new double[2]; // loss, accuracy
        int[] known = {0};
        boolean[] used = batch.used == null ? null : batch.used[b];
        int updates = StepRun.of(rnn, state, batch.values[b], batch.lengths[b], used, (t, update) -> {
            if (update) {
                rnn.outputs(state, outputs);
            }
            float[] targets = batch.stepTargets[b];
            int at = t * batch.targetWidth;
            if (Loss.isKnown(targets, at)) {
                sums[0] += Loss.of(config.head(), outputs, 0, outputs.length, targets, weights, at, 1, gradient);
                sums[1] += Loss.accuracy(config.head(), outputs, 0, outputs.length, targets, at);
                known[0]++;
            }
        });
        int count = Math.max(1, known[0]);
        return new double[] {sums[0] / count, sums[1] / count, updates};
    }

    private static int run(SkipRnn rnn, RnnState state, Batch batch, int b) {
        int channels = rnn.config().channels();
        int from = batch.offsets[b];
        float[] samples = from == 0 && batch.values[b].length == batch.lengths[b] * channels
                ? batch.values[b]
                : Arrays.copyOfRange(batch.values[b], from, from + batch.lengths[b] * channels);
        return rnn.run(samples, batch.lengths[b], state);
    }

    private static int runUsed(SkipRnn rnn, RnnState state, Batch batch, int b) {
        rnn.reset(state);
        int updates = 0;
        for (int t = 0; t < batch.lengths[b]; t++) {
            if (batch.used[b][t]) {
                rnn.step(batch.values[b], batch.offsets[b] + t * rnn.config().channels(), state);
                updates++;
            }
        }
        return updates;
    }

    /** Whether this is better: more accurate (regression: smaller loss), or as accurate with the smaller loss. */
    boolean isBetterThan(Validation other, HeadKind head) {
        if (head != HeadKind.LINEAR && accuracy != other.accuracy) {
            return accuracy > other.accuracy;
        }
        return taskLoss < other.taskLoss;
    }
}
