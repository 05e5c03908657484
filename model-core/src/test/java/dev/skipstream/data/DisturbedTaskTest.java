package dev.skipstream.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.data.DisturbedTask.Disturbance;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DisturbedTaskTest {
    private static final double CLEAN = Double.POSITIVE_INFINITY;
    private static final int MANY = 2000;

    /** Every sequence is the same: two whole periods of a cosine, variance 1/2. */
    private static final class Cosine implements SequenceSource {
        @Override
        public int channels() {
            return 1;
        }

        @Override
        public int length() {
            return 64;
        }

        @Override
        public DataSet.TargetKind targets() {
            return DataSet.TargetKind.CLASS;
        }

        @Override
        public List<String> labels() {
            return List.of("a", "b");
        }

        @Override
        public void fill(RandomGenerator random, int batch, float[] values, float[] targets) {
            for (int b = 0; b < batch; b++) {
                for (int k = 0; k < 64; k++) {
                    values[b * 64 + k] = (float) StrictMath.cos(2 * Math.PI * k / 32);
                }
                targets[b] = b % 2;
            }
        }
    }

    private static float[] values(Disturbance disturbance) {
        float[] values = new float[MANY * 64];
        new DisturbedTask(new Cosine(), disturbance).fill(new SplittableRandom(3), MANY, values, new float[MANY]);
        return values;
    }

    @Test
    void shouldLeaveSignalsAndTargetsAloneWithoutDisturbance() {
        FrequencyTask task = new FrequencyTask(1);
        DisturbedTask same = new DisturbedTask(task, new Disturbance(CLEAN, CLEAN, 1, 0));
        float[][] signals = new float[2][100];
        float[][] targets = new float[2][1];
        task.fill(new SplittableRandom(5), 1, signals[0], targets[0]);
        same.fill(new SplittableRandom(5), 1, signals[1], targets[1]);
        assertArrayEquals(signals[0], signals[1]);
        assertArrayEquals(targets[0], targets[1]);
        assertEquals(List.of("target", "distractor"), same.labels());
    }

    @ParameterizedTest
    @ValueSource(doubles = {20, 10, 0})
    void shouldAddNoiseOfTheStrengthThatIsAskedFor(double snrDb) {
        float[] clean = values(new Disturbance(CLEAN, CLEAN, 1, 0));
        float[] noisy = values(Disturbance.noise(snrDb));
        double squares = 0;
        for (int k = 0; k < clean.length; k++) {
            squares += Math.pow(noisy[k] - clean[k], 2);
        }
        double found = 10 * Math.log10(0.5 / (squares / clean.length));
        assertEquals(snrDb, found, 0.1);
    }

    @Test
    void shouldScaleNoiseWithTheSignal() {
        float[] noisy = values(new Disturbance(10, 10, 4, 0));
        double least = Double.POSITIVE_INFINITY;
        for (int b = 0; b < MANY; b++) {
            float peak = 0;
            for (int k = b * 64; k < (b + 1) * 64; k++) {
                peak = Math.max(peak, Math.abs(noisy[k]));
            }
            least = Math.min(least, peak);
        }
        assertTrue(least < 0.6, "quietest sequence peaks at " + least);
    }

    @Test
    void shouldKeepFactorAndOffsetWithinTheirBoundsAndThroughoutASequence() {
        float[] values = values(new Disturbance(CLEAN, CLEAN, 2, 0.5));
        double[] factors = new double[MANY];
        double[] shifts = new double[MANY];
        for (int b = 0; b < MANY; b++) {
            double top = values[b * 64];
            double bottom = values[b * 64 + 16];
            factors[b] = (top - bottom) / 2;
            shifts[b] = (top + bottom) / 2;
            assertEquals(top, values[b * 64 + 32], 1e-6);
        }
        assertEquals(0.5, Arrays.stream(factors).min().orElseThrow(), 0.01);
        assertEquals(2, Arrays.stream(factors).max().orElseThrow(), 0.01);
        assertEquals(-0.5, Arrays.stream(shifts).min().orElseThrow(), 0.01);
        assertEquals(0.5, Arrays.stream(shifts).max().orElseThrow(), 0.01);
        assertEquals(0, Arrays.stream(factors).map(Math::log).average().orElseThrow(), 0.03);
    }

    @Test
    void shouldTakeSamplesOfAnUnevenClockNearTheirTimes() {
        FrequencyTask even = new FrequencyTask(1, 0);
        FrequencyTask uneven = new FrequencyTask(1, 0.1);
        float[] signal = new float[2 * 100];
        uneven.fill(new SplittableRandom(8), 2, signal, new float[2]);
        float[] same = new float[2 * 100];
        even.fill(new SplittableRandom(8), 2, same, new float[2]);
        double most = 0;
        for (int k = 0; k < 100; k++) { // row 0 has the same period and phase: a slope of at most 2π/5 a ms
            most = Math.max(most, Math.abs(signal[k] - same[k]));
        }
        assertTrue(most > 0.03 && most <= 0.1 * 2 * Math.PI / 5 + 1e-6, "greatest difference " + most);
    }

    @ParameterizedTest
    @CsvSource({"NaN,1,1,0", "5,1,1,0", "5,Infinity,1,0", "1,1,0.5,0", "1,1,1,-1", "1,1,1,NaN"})
    void shouldRefuseWhatIsNoDisturbance(double least, double most, double amplitude, double offset) {
        assertThrows(IllegalArgumentException.class, () -> new Disturbance(least, most, amplitude, offset));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 0.6, Double.NaN})
    void shouldRefuseJitterOfMoreThanHalfAPeriod(double jitter) {
        assertThrows(IllegalArgumentException.class, () -> new FrequencyTask(1, jitter));
    }
}
