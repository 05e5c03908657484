package dev.skipstream.data;

import java.util.random.RandomGenerator;

/**
 * A task whose signals come from a worse sensor: each sequence is amplified by a factor and shifted by an offset of its
 * own, and each sample carries noise.
 *
 * <pre>
 *   y_k = a·x_k + d + σ·n_k,   a log-uniform on [1/r, r],   d ~ U(−offset, offset),   n_k ~ N(0, 1),
 *   σ² = a² · var(x) · 10^(−SNR/10)
 * </pre>
 *
 * <p>var(x) is that of the sequence itself. Targets stay as they are. Immutable and thread-safe.
 */
public final class DisturbedTask extends DerivedTask {
    private final Disturbance disturbance;

    /**
     * What happens to a sequence.
     *
     * @param leastSnrDb signal-to-noise ratio: uniform between this …
     * @param mostSnrDb … and this, drawn for each sequence; infinite, both: no noise
     * @param amplitude r: greatest factor, and 1/r the least; 1: none
     * @param offset greatest shift either way; 0: none
     */
    public record Disturbance(double leastSnrDb, double mostSnrDb, double amplitude, double offset) {
        /** @throws IllegalArgumentException naming the field, what was expected and what was found */
        public Disturbance {
            boolean noiseless = leastSnrDb == Double.POSITIVE_INFINITY && mostSnrDb == Double.POSITIVE_INFINITY;
            if (!noiseless && !(leastSnrDb <= mostSnrDb && Double.isFinite(mostSnrDb - leastSnrDb))) {
                throw new IllegalArgumentException(
                        "SNR must be finite, least <= most, found " + leastSnrDb + " and " + mostSnrDb);
            }
            if (!(amplitude >= 1 && Double.isFinite(amplitude))) {
                throw new IllegalArgumentException("amplitude must be >= 1, found " + amplitude);
            }
            if (!(offset >= 0 && Double.isFinite(offset))) {
                throw new IllegalArgumentException("offset must be >= 0, found " + offset);
            }
        }

        /** Noise of one strength, and nothing else. */
        public static Disturbance noise(double snrDb) {
            return new Disturbance(snrDb, snrDb, 1, 0);
        }
    }

    public DisturbedTask(SequenceSource task, Disturbance disturbance) {
        super(task);
        this.disturbance = disturbance;
    }

    @Override
    public void fill(RandomGenerator random, int batch, float[] values, float[] targets) {
        task.fill(random, batch, values, targets);
        int size = length() * channels();
        for (int b = 0; b < batch; b++) {
            disturb(random, values, b * size, size);
        }
    }

    private void disturb(RandomGenerator random, float[] values, int from, int size) {
        double range = StrictMath.log(disturbance.amplitude());
        double factor = StrictMath.exp(range * (2 * random.nextDouble() - 1));
        double shift = disturbance.offset() * (2 * random.nextDouble() - 1);
        double sigma = factor * Math.sqrt(variance(values, from, size)) * noise(random.nextDouble());
        for (int k = from; k < from + size; k++) {
            double noise = sigma > 0 ? sigma * normal(random) : 0;
            values[k] = (float) (factor * values[k] + shift + noise);
        }
    }

    /** Deviation of the noise for a signal whose own is 1. */
    private double noise(double uniform) {
        double least = disturbance.leastSnrDb();
        if (least == Double.POSITIVE_INFINITY) {
            return 0;
        }
        double snr = least + (disturbance.mostSnrDb() - least) * uniform;
        return StrictMath.pow(10, -snr / 20);
    }

    private static double variance(float[] values, int from, int size) {
        double sum = 0;
        double squares = 0;
        for (int k = from; k < from + size; k++) {
            sum += values[k];
            squares += (double) values[k] * values[k];
        }
        double mean = sum / size;
        return Math.max(0, squares / size - mean * mean);
    }

    /** Box and Muller, with StrictMath: the JDKs' own nextGaussian gives different bits. */
    private static double normal(RandomGenerator random) {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }
}
