package dev.skipstream.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SmoothingTest {
    private static final double NONE = Double.NaN;

    @Test
    void shouldTakeTheMeanOfNeighboursOnBothSides() {
        assertArrayEquals(
                new double[] {1.5, 2, 3, 6, 7.5}, Smoothing.centredMean(new double[] {1, 2, 3, 4, 11}, 1), 1e-12);
    }

    @Test
    void shouldLeaveNumbersAsTheyAreWithoutNeighbours() {
        double[] values = {3, 1, 2};
        assertArrayEquals(values, Smoothing.centredMean(values, 0));
    }

    @Test
    void shouldPassOverWhatIsNoNumber() {
        double[] values = {NONE, NONE, NONE, 4, Double.POSITIVE_INFINITY, 8};
        assertArrayEquals(new double[] {NONE, NONE, 4, 4, 6, 8}, Smoothing.centredMean(values, 1), 1e-12);
    }

    @Test
    void shouldKeepTheExtremesOfEveryBin() {
        double[] x = IntStream.range(0, 1000).asDoubleStream().toArray();
        double[] y = Arrays.stream(x)
                .map(v -> v % 100 == 37 ? 9 : v % 100 == 53 ? -9 : 0)
                .toArray();
        Smoothing.Line line = Smoothing.thinned(x, y, 10);
        assertEquals(20, line.x().length);
        for (int bin = 0; bin < 10; bin++) {
            assertEquals(100 * bin, line.x()[2 * bin]);
            assertEquals(-9, line.y()[2 * bin]);
            assertEquals(9, line.y()[2 * bin + 1]);
        }
    }

    @Test
    void shouldNotThinAShortLine() {
        double[] y = {1, 2, 3};
        assertSame(y, Smoothing.thinned(y, y, 2).y());
    }

    @Test
    void shouldSampleFromTheFirstToTheLastPoint() {
        double[] x = IntStream.range(0, 1000).asDoubleStream().toArray();
        double[] sampled = Smoothing.sampled(x, x, 10).x();
        assertEquals(11, sampled.length);
        assertEquals(0, sampled[0]);
        assertEquals(900, sampled[9]);
        assertEquals(999, sampled[10]);
    }
}
