package dev.skipstream.bench;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.bench.JobCase.Input;
import dev.skipstream.bench.JobCase.Operator;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The benchmark's jobs run: what they measure is for quiet machines. */
class BenchJobIT {
    private static final int WINDOW_MS = 300;
    private static final JobTiming SHORT = new JobTiming(300, WINDOW_MS, 1, List.of("-Xmx1g"));

    @ParameterizedTest
    @EnumSource
    void shouldMeasureEveryOperator(Operator operator) throws IOException {
        JobCase job = JobCase.of("test", operator, "skip-gru-110").withKeys(10);
        try (JobProcess process = JobProcess.start(job, 0, SHORT)) {
            assertTrue(process.measure(WINDOW_MS) > 0);
        }
    }

    @Test
    void shouldMeasurePacketsAndCheckpointsOnRocksdb() throws IOException {
        JobCase job = JobCase.of("test", Operator.SKIP_RNN, "shipped")
                .withKeys(10)
                .on("rocksdb")
                .packets(Input.JSON, Signals.LENGTH);
        try (JobProcess process = JobProcess.start(job, 0, SHORT)) {
            assertTrue(process.measure(WINDOW_MS) > 0);
            assertTrue(process.checkpoint()[0] > 0);
        }
    }

    @Test
    void shouldSayLastWordsOfJobThatDies() {
        JobCase job = JobCase.of("test", Operator.SKIP_RNN, "nonsense");
        IOException e = assertThrows(
                IOException.class, () -> JobProcess.start(job, 0, SHORT).close());
        assertTrue(
                e.getMessage().contains("exit 1")
                        && e.getMessage().contains("model must be one of the benchmark's, found nonsense"),
                e.getMessage());
    }

    /** The stack of a JVM's thread is 1 MB: enough for some 3000 characters. */
    @Test
    void shouldRunOnnxWhenCommandLineIsLong() throws IOException {
        JobTiming timing = new JobTiming(300, WINDOW_MS, 1, List.of("-Xmx1g", "-Dlong=" + "x".repeat(20_000)));
        JobCase job = JobCase.of("test", Operator.ONNX, "skip-gru-110").withKeys(10);
        try (JobProcess process = JobProcess.start(job, 0, timing)) {
            assertTrue(process.measure(WINDOW_MS) > 0);
        }
    }
}
