package dev.skipstream.data;

import java.util.random.RandomGenerator;

/**
 * A task of which only every k-th sample is read, from the first on: the uniform baseline against which learned
 * skipping is measured. Immutable, thread-safe, if the task is.
 */
public final class Downsampled extends DerivedTask {
    private final int k;

    private Downsampled(SequenceSource task, int k) {
        super(task);
        this.k = k;
    }

    /**
     * Every k-th sample of a task: ⌈T/k⌉ a sequence.
     *
     * @throws IllegalArgumentException if k is less than 1
     */
    public static SequenceSource of(SequenceSource task, int k) {
        if (k < 1) {
            throw new IllegalArgumentException("--downsample must be >= 1, found " + k);
        }
        return k == 1 ? task : new Downsampled(task, k);
    }

    /** Every k-th of the samples (T, I): (⌈T/k⌉, I). */
    static float[] everyKth(float[] samples, int channels, int k) {
        int length = (samples.length / channels - 1) / k + 1;
        float[] kept = new float[length * channels];
        for (int t = 0; t < length; t++) {
            System.arraycopy(samples, t * k * channels, kept, t * channels, channels);
        }
        return kept;
    }

    @Override
    public int length() {
        return (task.length() - 1) / k + 1;
    }

    /** Allocates room for the samples that are not kept. */
    @Override
    public void fill(RandomGenerator random, int batch, float[] values, float[] targets) {
        checkRoom(batch, values, targets);
        float[] all = new float[batch * task.length() * channels()]; // (B, T, I)
        task.fill(random, batch, all, targets);
        for (int b = 0; b < batch; b++) {
            for (int t = 0; t < length(); t++) {
                int from = (b * task.length() + t * k) * channels();
                System.arraycopy(all, from, values, (b * length() + t) * channels(), channels());
            }
        }
    }
}
