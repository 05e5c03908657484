package dev.skipstream.data;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The frequency discrimination task of the Skip RNN paper (Campos et al., ICLR 2018, appendix A.1): tell whether a
 * sinusoid's period lies between 5 and 6 ms.
 *
 * <pre>
 *   x_k = cos(2π (t_k + φ) / T),   t_k = k · sampling period,   φ ~ U(0, T)
 *   class 0 target:      T ~ U(5, 6) ms
 *   class 1 distractor:  T ~ uniform on (1, 5) ∪ (6, 100) ms
 * </pre>
 *
 * <p>A signal is 100 ms long. Batches are half and half: even rows are targets, odd ones distractors, and the last row
 * of an odd batch is either at random. Immutable and thread-safe.
 */
public final class FrequencyTask implements SequenceSource {

    private static final double SIGNAL_MS = 100;
    private static final int MOST_SAMPLES = 1_000_000;

    private final double samplingPeriodMs;
    private final int length;
    private final double jitter;

    /**
     * The paper's task.
     *
     * @param samplingPeriodMs between two samples, in ms; the paper takes 1 and 0.5. The signal has as many samples as
     *     whole sampling periods fit into 100 ms.
     * @throws IllegalArgumentException if it is not between 0.0001 and 100 ms
     */
    public FrequencyTask(double samplingPeriodMs) {
        this(samplingPeriodMs, 0);
    }

    /**
     * The task with a sensor whose clock is uneven.
     *
     * @param jitter each sample is taken up to so much of a sampling period too early or too late, uniformly; 0 … 0.5
     * @throws IllegalArgumentException if a number is outside its bounds
     */
    public FrequencyTask(double samplingPeriodMs, double jitter) {
        if (!(jitter >= 0 && jitter <= 0.5)) {
            throw new IllegalArgumentException("jitter must be in [0, 0.5], found " + jitter);
        }
        if (!(samplingPeriodMs >= SIGNAL_MS / MOST_SAMPLES && samplingPeriodMs <= SIGNAL_MS)) {
            throw new IllegalArgumentException(
                    "sampling period must be between 0.0001 and 100 ms, found " + samplingPeriodMs);
        }
        this.samplingPeriodMs = samplingPeriodMs;
        this.jitter = jitter;
        this.length = (int) (SIGNAL_MS / samplingPeriodMs + 1e-9); // 1e-9: a quotient just below a whole number
    }

    @Override
    public String name() {
        return "frequency";
    }

    @Override
    public int channels() {
        return 1;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public DataSet.TargetKind targets() {
        return DataSet.TargetKind.CLASS;
    }

    @Override
    public List<String> labels() {
        return List.of("target", "distractor");
    }

    /** Time between two samples, in ms. */
    public double samplingPeriodMs() {
        return samplingPeriodMs;
    }

    @Override
    public void fill(RandomGenerator random, int batch, float[] values, float[] targets) {
        checkRoom(batch, values, targets);
        for (int b = 0; b < batch; b++) {
            boolean unpaired = b == batch - 1 && b % 2 == 0;
            int label = unpaired ? (int) (random.nextLong() >>> 63) : b % 2;
            double period = period(random.nextDouble(), label);
            double phase = period * random.nextDouble();
            if (jitter == 0) {
                wave(period, phase, samplingPeriodMs, values, b * length, length);
            } else {
                unevenWave(random, period, phase, values, b * length);
            }
            targets[b] = label;
        }
    }

    /** Period in ms from a number uniform in [0, 1). */
    private static double period(double uniform, int label) {
        if (label == 0) {
            return 5 + uniform;
        }
        double along = uniform * (4 + 94); // ms, along (1, 5) and (6, 100) laid end to end
        return along < 4 ? 1 + along : 2 + along;
    }

    /**
     * One signal of a given period and phase, as {@link #fill} makes them.
     *
     * @param periodMs T, more than 0
     * @param phaseMs φ, in ms as T is
     * @param samplingPeriodMs between two samples
     * @param length samples
     * @return (length, 1)
     */
    public static float[] signal(double periodMs, double phaseMs, double samplingPeriodMs, int length) {
        float[] values = new float[length];
        wave(periodMs, phaseMs, samplingPeriodMs, values, 0, length);
        return values;
    }

    private void unevenWave(RandomGenerator random, double periodMs, double phaseMs, float[] values, int from) {
        for (int k = 0; k < length; k++) {
            double time = samplingPeriodMs * (k + jitter * (2 * random.nextDouble() - 1));
            values[from + k] = (float) StrictMath.cos(2 * Math.PI * ((time + phaseMs) / periodMs));
        }
    }

    /**
     * Turns a unit vector by a constant angle from sample to sample. A rotation in double errs by 2e-13 at most within
     * 200 samples, far below float32's 6e-8, and 64 signals of 100 samples cost 15 µs where StrictMath.cos for each
     * sample costs 80 to 180. Math.cos is no choice: its bits differ between JDKs.
     */
    private static void wave(
            double periodMs, double phaseMs, double samplingPeriodMs, float[] values, int from, int length) {
        double angle = 2 * Math.PI * (phaseMs / periodMs);
        double turn = 2 * Math.PI * (samplingPeriodMs / periodMs);
        double x = StrictMath.cos(angle);
        double y = StrictMath.sin(angle);
        double cos = StrictMath.cos(turn);
        double sin = StrictMath.sin(turn);
        for (int k = from; k < from + length; k++) {
            values[k] = (float) x;
            double next = x * cos - y * sin;
            y = y * cos + x * sin;
            x = next;
        }
    }
}
