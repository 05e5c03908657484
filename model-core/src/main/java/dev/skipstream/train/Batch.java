package dev.skipstream.train;

/**
 * A batch of sequences with their targets: what one training iteration reads. Filled again for every iteration; not
 * thread-safe while it is filled.
 */
final class Batch {
    final int size; // B
    final int targetWidth; // 1 with a softmax head, else O

    /** Row b's samples are {@code values[b]}, (T_b, channels) from {@code offsets[b]} on. Shared, never written. */
    final float[][] values;

    final int[] offsets;
    final int[] lengths; // (B): T_b, at least 1

    /** (B, target width): index of the class (softmax), numbers (linear), or 0 and 1 (sigmoid). */
    final float[] targets;

    /** As targets: what each one's loss counts; null: 1. */
    float[] weights;

    /** Row b's targets at every step, (T_b, target width), NaN where a class is not known; null: one for the sequence. */
    float[][] stepTargets;

    /** As the targets of the steps: what each one's loss counts; null: 1. */
    float[][] stepWeights;

    /** Row b's steps that are used, of the random-skip baseline; null: the network decides. */
    boolean[][] used;

    Batch(int size, int targetWidth) {
        this.size = size;
        this.targetWidth = targetWidth;
        values = new float[size][];
        offsets = new int[size];
        lengths = new int[size];
        targets = new float[size * targetWidth];
    }
}
