package dev.skipstream.data;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The adding task (Hochreiter and Schmidhuber 1997, in the form of Campos et al., ICLR 2018): each step has a value
 * ~ U(−0.5, 0.5) and a marker; two steps are marked with 1, all others with 0, and the target is the sum of the two
 * marked values. One mark falls into the first tenth of the sequence, one into its second half, both uniformly.
 *
 * <p>Always answering 0 has a mean squared error of 1/6, the variance of the sum. Immutable and thread-safe.
 */
public final class AddingTask implements SequenceSource {

    private static final int CHANNELS = 2; // value, marker

    private final int length;
    private final int early; // the first mark lies in [0, early)
    private final int late; // the second in [late, length)

    /**
     * @param length T, steps; at least 2. Below 10 steps the first mark is always at the first.
     * @throws IllegalArgumentException if it is less than 2
     */
    public AddingTask(int length) {
        if (length < 2) {
            throw new IllegalArgumentException("length must be >= 2, found " + length);
        }
        this.length = length;
        this.early = Math.max(1, length / 10);
        this.late = length - length / 2;
    }

    @Override
    public String name() {
        return "adding";
    }

    @Override
    public int channels() {
        return CHANNELS;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public DataSet.TargetKind targets() {
        return DataSet.TargetKind.NUMERIC;
    }

    @Override
    public List<String> labels() {
        return List.of();
    }

    @Override
    public void fill(RandomGenerator random, int batch, float[] values, float[] targets) {
        checkRoom(batch, values, targets);
        int size = length * CHANNELS;
        Arrays.fill(values, 0, batch * size, 0f);
        for (int b = 0; b < batch; b++) {
            int row = b * size;
            for (int k = row; k < row + size; k += CHANNELS) {
                values[k] = (random.nextLong() >>> 40) * 0x1p-24f - 0.5f; // every step of 2⁻²⁴ is a float32
            }
            int first = row + CHANNELS * (int) (random.nextDouble() * early);
            int second = row + CHANNELS * (late + (int) (random.nextDouble() * (length - late)));
            values[first + 1] = 1;
            values[second + 1] = 1;
            targets[b] = values[first] + values[second];
        }
    }
}
