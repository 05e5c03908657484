package dev.skipstream.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeTest {
    @Test
    void shouldSpanWhatIsFinite() {
        assertEquals(new Range(-2, 3), Range.of(DoubleStream.of(Double.NaN, 3, -2, Double.POSITIVE_INFINITY)));
        assertTrue(Range.of(DoubleStream.of(Double.NaN)).isEmpty());
        assertEquals(new Range(1, 2), Range.of(DoubleStream.of(1, 2)).and(Range.of(DoubleStream.empty())));
    }

    @Test
    void shouldLeaveOutAShareAtEitherEnd() {
        DoubleStream values = IntStream.range(0, 1000).asDoubleStream();
        assertEquals(new Range(5, 994), Range.within(0.005, values));
    }

    @ParameterizedTest
    @CsvSource({
        "0.02, 2,   0.02, 2", // 0.1 and 1
        "16,   200, 10,   200",
        "0.3,  3,   0.1,  3",
        "1.5,  9,   1,    10",
        "100,  1000, 100, 1000",
    })
    void shouldReachAtLeastTwoPowersOfTen(double min, double max, double low, double high) {
        Range decades = new Range(min, max).decades();
        assertEquals(low, decades.min(), 1e-12);
        assertEquals(high, decades.max(), 1e-12);
    }

    @Test
    void shouldTakeALogarithmicAxisForWideRangesOfPositiveNumbersOnly() {
        assertTrue(new Range(1, 6).isWide());
        assertFalse(new Range(1, 4).isWide());
        assertFalse(new Range(0, 4).isWide());
        assertFalse(new Range(-1, 4).isWide());
        assertFalse(new Range(Double.NaN, Double.NaN).isWide());
    }

    @Test
    void shouldMakeRoomAroundASingleNumber() {
        assertEquals(new Range(6.3, 7.7), new Range(7, 7).opened());
        assertEquals(new Range(-1e-6, 1e-6), new Range(0, 0).opened());
        assertEquals(new Range(0, 1), new Range(Double.NaN, Double.NaN).opened());
        assertEquals(new Range(1, 2), new Range(1, 2).opened());
    }
}
