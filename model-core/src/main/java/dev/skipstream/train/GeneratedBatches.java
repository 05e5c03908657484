package dev.skipstream.train;

import dev.skipstream.data.SequenceSource;
import java.util.random.RandomGenerator;

/** Batches of fresh sequences of a task. */
final class GeneratedBatches implements BatchSource {
    private final SequenceSource task;
    private final RandomGenerator random;
    private final float[] values; // (B, T, I)
    private final Batch batch;

    GeneratedBatches(SequenceSource task, int batchSize, RandomGenerator random) {
        this(task, task.length(), batchSize, random);
    }

    /** @param length samples of each sequence's beginning that the batches hold */
    GeneratedBatches(SequenceSource task, int length, int batchSize, RandomGenerator random) {
        this.task = task;
        this.random = random;
        int sequence = task.length() * task.channels();
        values = new float[batchSize * sequence];
        batch = new Batch(batchSize, 1);
        for (int b = 0; b < batchSize; b++) {
            batch.values[b] = values;
            batch.offsets[b] = b * sequence;
            batch.lengths[b] = length;
        }
    }

    @Override
    public Batch next() {
        task.fill(random, batch.size, values, batch.targets);
        return batch;
    }
}
