package dev.skipstream.bench;

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
    private static final int WINDOW_MS = 1000; // a busy machine may move nothing in a shorter time
    private static final int WINDOWS = 30;
    private static final JobTiming SHORT = new JobTiming(1500, WINDOW_MS, 1, List.of("-Xmx1g"));

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ONNX") // slow to begin, and only a peer
    void shouldMeasureEveryOperator(Operator operator) throws IOException {
        JobCase job = JobCase.of("test", operator, "skip-gru-110").withKeys(10);
        try (JobProcess process = JobProcess.start(job, 0, SHORT)) {
            assertTrue(moves(process));
        }
    }

    @Test
    void shouldMeasurePacketsAndCheckpointsOnRocksdb() throws IOException {
        JobCase job = JobCase.of("test", Operator.SKIP_RNN, "shipped")
                .withKeys(10)
                .on("rocksdb")
                .packets(Input.JSON, Signals.LENGTH);
        try (JobProcess process = JobProcess.start(job, 0, SHORT)) {
            assertTrue(moves(process));
            assertTrue(process.checkpoint()[0] > 0);
        }
    }

    /** A crowded machine may move nothing for some windows. */
    private static boolean moves(JobProcess process) throws IOException {
        double rate = 0;
        for (int i = 0; i < WINDOWS && rate == 0; i++) {
            rate = process.measure(WINDOW_MS);
        }
        return rate > 0;
    }
}
