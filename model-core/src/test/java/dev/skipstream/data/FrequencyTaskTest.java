package dev.skipstream.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.data.DataSet.TargetKind;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrequencyTaskTest {

    @Test
    void shouldHaveAsManySamplesAsPeriodsFitInto100Milliseconds() {
        assertEquals(100, new FrequencyTask(1).length());
        assertEquals(200, new FrequencyTask(0.5).length());
        assertEquals(1000, new FrequencyTask(0.1).length());
        assertEquals(333, new FrequencyTask(0.3).length());
        assertEquals(1, new FrequencyTask(100).length());
        assertEquals(1_000_000, new FrequencyTask(1e-4).length());
    }

    @Test
    void shouldRefuseSamplingPeriodOutOfRange() {
        for (double period : new double[] {0, -1, 1e-5, 101, Double.NaN, Double.POSITIVE_INFINITY}) {
            String message = assertThrows(IllegalArgumentException.class, () -> new FrequencyTask(period))
                    .getMessage();
            assertEquals("sampling period must be between 0.0001 and 100 ms, found " + period, message);
        }
    }

    @Test
    void shouldDescribeItself() {
        FrequencyTask task = new FrequencyTask(0.5);
        assertEquals(1, task.channels());
        assertEquals(TargetKind.CLASS, task.targets());
        assertEquals(List.of("target", "distractor"), task.labels());
        assertEquals(0.5, task.samplingPeriodMs());
    }

    @Test
    void shouldFillEveryBatchHalfAndHalf() {
        FrequencyTask task = new FrequencyTask(20);
        float[] values = new float[64 * task.length()];
        float[] targets = new float[64];
        task.fill(new SplittableRandom(1), 64, values, targets);
        for (int b = 0; b < 64; b++) {
            assertEquals(b % 2, targets[b]);
        }
    }

    @Test
    void shouldDrawTheClassOfAnUnpairedRow() {
        FrequencyTask task = new FrequencyTask(20);
        SplittableRandom random = new SplittableRandom(2);
        float[] targets = new float[1];
        int distractors = 0;
        for (int n = 0; n < 1000; n++) {
            task.fill(random, 1, new float[task.length()], targets);
            distractors += (int) targets[0];
        }
        assertEquals(500, distractors, 60);
    }

    @Test
    void shouldFollowTheCosineOfPeriodAndPhase() {
        for (double samplingPeriod : new double[] {1, 0.5}) {
            for (double period : new double[] {1.01, 3, 5, 5.5, 6, 17.3, 99.9}) {
                double phase = 0.37 * period;
                float[] signal = FrequencyTask.signal(period, phase, samplingPeriod, 200);
                for (int k = 0; k < signal.length; k++) {
                    double exact = StrictMath.cos(2 * Math.PI * (k * samplingPeriod + phase) / period);
                    assertEquals(exact, signal[k], Math.ulp(1f) / 2 + 1e-12, "sample " + k + " of period " + period);
                }
            }
        }
    }

    /** Sampled finely, the crossings of zero tell the period: two a period. */
    @Test
    void shouldDrawPeriodsOfEachClassFromItsRange() {
        DataSet set = new FrequencyTask(0.01).dataSet(3, 4000);
        double[] targets = periods(set, 0);
        assertTrue(targets[0] > 4.99 && targets[targets.length - 1] < 6.01, Arrays.toString(targets));
        assertEquals(5.5, Arrays.stream(targets).average().orElseThrow(), 0.03);
        double[] distractors = periods(set, 1);
        assertTrue(Arrays.stream(distractors).noneMatch(period -> period < 0.99 || period > 5.01 && period < 5.99));
        // a signal of less than one whole period has too few crossings to measure: count those left out
        double share = 2000 / 98.0; // signals a millisecond of period
        assertEquals(
                4 * share,
                Arrays.stream(distractors).filter(period -> period < 5.5).count(),
                30);
        assertEquals(
                34 * share,
                Arrays.stream(distractors)
                        .filter(period -> period > 5.5 && period < 40)
                        .count(),
                80);
        assertTrue(distractors[distractors.length - 1] > 60);
    }

    /** Sorted periods in ms of the signals of a class, where at least two crossings of zero show one. */
    private static double[] periods(DataSet set, int label) {
        return set.sequences().stream()
                .filter(sequence -> sequence.target() == label)
                .mapToDouble(sequence -> {
                    int[] crossings = IntStream.range(1, sequence.length())
                            .filter(k -> sequence.value(k - 1, 0) < 0 != sequence.value(k, 0) < 0)
                            .toArray();
                    int halves = crossings.length - 1;
                    return halves < 1 ? Double.NaN : 2 * 0.01 * (crossings[halves] - crossings[0]) / halves;
                })
                .filter(period -> !Double.isNaN(period))
                .sorted()
                .toArray();
    }

    /** The first sample is cos(2πφ/T) with φ/T uniform, whatever the class: it must tell nothing. */
    @Test
    void shouldStartAtUniformPhaseInBothClasses() {
        DataSet set = new FrequencyTask(50).dataSet(4, 20_000);
        for (int label = 0; label < 2; label++) {
            int[] eighths = new int[8];
            for (Sequence sequence : set.sequences()) {
                if (sequence.target() == label) {
                    eighths[(int) (8 * StrictMath.acos(sequence.value(0, 0)) / (Math.PI * 1.000001))]++;
                }
            }
            for (int count : eighths) {
                assertEquals(10_000 / 8, count, 170, Arrays.toString(eighths)); // five standard deviations
            }
        }
    }

    @Test
    void shouldMakeTheSameBitsOnEveryMachine() {
        assertEquals(8978196925525934305L, hash(new FrequencyTask(1).dataSet(42, 101)));
        assertEquals(-3434783717570488051L, hash(new FrequencyTask(0.5).dataSet(42, 101)));
    }

    /** Of the bits of all targets and values, in order. */
    static long hash(DataSet set) {
        long hash = 17;
        for (Sequence sequence : set.sequences()) {
            hash = 31 * hash + Float.floatToRawIntBits((float) sequence.target());
            for (float value : sequence.values()) {
                hash = 31 * hash + Float.floatToRawIntBits(value);
            }
        }
        return hash;
    }

    @Test
    void shouldMakeDataSetWhoseBeginningDoesNotDependOnItsSize() {
        FrequencyTask task = new FrequencyTask(1);
        List<Sequence> many = task.dataSet(5, 300).sequences();
        assertEquals(many.subList(0, 130), task.dataSet(5, 130).sequences());
        assertEquals("frequency", task.dataSet(5, 1).name());
        assertTrue(!many.get(0).equals(task.dataSet(6, 1).sequences().get(0)), "another seed, another signal");
        assertThrows(IllegalArgumentException.class, () -> task.dataSet(5, 0));
    }

    @Test
    void shouldFillOnlyItsRowsAndRefuseArraysThatAreTooShort() {
        FrequencyTask task = new FrequencyTask(10);
        SplittableRandom random = new SplittableRandom(7);
        float[] values = new float[25];
        float[] targets = {9, 9, 9};
        Arrays.fill(values, 9);
        task.fill(random, 2, values, targets);
        assertArrayEquals(new float[] {9, 9, 9, 9, 9}, Arrays.copyOfRange(values, 20, 25));
        assertArrayEquals(new float[] {0, 1, 9}, targets);
        assertRefused("values must have room for 30, found 25", () -> task.fill(random, 3, values, targets));
        assertRefused("targets must have room for 2, found 1", () -> task.fill(random, 2, values, new float[1]));
        assertRefused("batch must be >= 1, found 0", () -> task.fill(random, 0, values, targets));
    }

    private static void assertRefused(String message, Runnable filling) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, filling::run).getMessage());
    }
}
