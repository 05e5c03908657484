package dev.skipstream.bench;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.RunnerException;

class ForkedBenchmarkTest {
    private static final ForkedBenchmark.Effort LITTLE = new ForkedBenchmark.Effort(1, 1, 1);

    /** Another benchmark on the machine disturbs times, and no time is judged here. */
    @BeforeAll
    static void runBesideOthers() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    @Test
    void shouldTimeASkippedSampleInAJvmOfItsOwn() throws RunnerException {
        double nanos = new ForkedBenchmark(SkipBenchmark.class, "skip", List.of(), List.of()).nanos(LITTLE);
        assertTrue(nanos > 0 && nanos < 1e6, nanos + " ns");
    }

    @Test
    void shouldFindTheReaderOfTheFloorInAJvmWithTheVectorApi() throws RunnerException {
        List<String> flags = List.of("--add-modules", "jdk.incubator.vector");
        List<String> parameters = List.of("cell", "SKIP_GRU");
        double nanos = new ForkedBenchmark(StepBenchmark.class, "floor", flags, parameters).nanos(LITTLE);
        assertTrue(nanos > 0 && nanos < 1e6, nanos + " ns");
    }

    @Test
    void shouldFailForAMethodThatIsNoBenchmark() {
        ForkedBenchmark none = new ForkedBenchmark(SkipBenchmark.class, "none", List.of(), List.of());
        assertThrows(RunnerException.class, () -> none.nanos(LITTLE));
    }
}
