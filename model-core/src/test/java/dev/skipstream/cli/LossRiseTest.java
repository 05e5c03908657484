package dev.skipstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class LossRiseTest {
    private static Optional<String> after(int iterations, IntToDoubleFunction loss) {
        LossRise rise = new LossRise();
        for (int n = 0; n < iterations; n++) {
            rise.add(loss.applyAsDouble(n));
        }
        return rise.warning();
    }

    @Test
    void shouldWarnOfALossThatEndedMoreThanTenTimesAboveItsBegin() {
        String warning = after(45, n -> n < 1 ? 0.5 : 5.5).orElseThrow();
        assertTrue(warning.contains("the loss began at 0.5000 and ended at 5.500 (mean of 20 iterations)"), warning);
        assertTrue(warning.contains("--learning-rate"), warning);
    }

    @Test
    void shouldNotWarnOfAnyOtherLoss() {
        assertEquals(Optional.empty(), after(100, n -> n < 1 ? 0.5 : 4.5), "not so much");
        assertEquals(Optional.empty(), after(100, n -> n == 60 ? 1e6 : 0.5), "it came down again");
        assertEquals(Optional.empty(), after(100, n -> n < 1 ? 1e-5 : 0.01), "both are low");
        assertEquals(Optional.empty(), after(20, n -> n * n), "too short to tell");
        assertEquals(Optional.empty(), after(0, n -> 1));
        assertEquals(Optional.empty(), after(100, n -> 1.0 / (n + 1)));
    }
}
