package dev.skipstream.train;

import dev.skipstream.data.DataSet;
import dev.skipstream.data.Sequence;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Batches of a fixed data set. A batch as large as the set is the whole set in its own order, every time; smaller ones
 * take the sequences in an order that is shuffled anew whenever all have been taken.
 */
final class DataSetBatches implements BatchSource {
    private final DataSet data;
    private final RandomGenerator random;
    private final int[] order;
    private int next;
    private final Batch batch;
    private final boolean severalLabels; // else one class or number
    private final ClassWeights classWeights;

    /** @param data every sequence has a target that the head of the configuration can learn */
    DataSetBatches(DataSet data, RnnConfig config, int batchSize, ClassWeights classWeights, RandomGenerator random) {
        this.data = data;
        this.classWeights = classWeights;
        this.random = random;
        int cases = data.sequences().size();
        order = new int[cases];
        Arrays.setAll(order, i -> i);
        severalLabels = config.head() == HeadKind.SIGMOID;
        batch = new Batch(Math.min(batchSize, cases), severalLabels ? config.outputs() : 1);
        if (data.targets().isPerStep()) {
            batch.stepTargets = new float[batch.size][];
            batch.stepWeights = classWeights.isNone() ? null : new float[batch.size][];
        } else if (!classWeights.isNone()) {
            batch.weights = new float[batch.targets.length];
        }
        next = cases;
    }

    @Override
    public Batch next() {
        for (int b = 0; b < batch.size; b++) {
            if (next == order.length) {
                if (batch.size < order.length) {
                    shuffle();
                }
                next = 0;
            }
            Sequence sequence = data.sequences().get(order[next++]);
            batch.values[b] = sequence.values();
            batch.lengths[b] = sequence.length();
            if (batch.stepTargets != null) {
                batch.stepTargets[b] = sequence.targets();
                if (batch.stepWeights != null) {
                    batch.stepWeights[b] = classWeights.of(sequence.targets(), batch.targetWidth);
                }
            } else if (severalLabels) {
                labels(b, sequence);
            } else {
                batch.targets[b] = (float) sequence.target();
                if (batch.weights != null) {
                    batch.weights[b] = classWeights.of((int) sequence.target());
                }
            }
        }
        return batch;
    }

    /** Of a sequence with one class, that label alone is set. */
    private void labels(int b, Sequence sequence) {
        for (int o = 0; o < batch.targetWidth; o++) {
            boolean set = sequence.targets().length > 0 ? sequence.targets()[o] > 0 : sequence.target() == o;
            batch.targets[b * batch.targetWidth + o] = set ? 1f : 0f;
            if (batch.weights != null) {
                batch.weights[b * batch.targetWidth + o] = classWeights.of(o, set);
            }
        }
    }

    /** Fisher and Yates. */
    private void shuffle() {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int other = order[i];
            order[i] = order[j];
            order[j] = other;
        }
    }
}
