package dev.skipstream.bench;

import dev.skipstream.bench.JobCase.Operator;
import java.io.IOException;
import java.util.Arrays;

/**
 * Checkpoints of the standing job: bytes and time, and what they would be of a million keys. Every sensor has an open
 * sequence or a decided one, as it comes.
 */
record CheckpointPart(int keys) implements JobPart {
    @Override
    public String name() {
        return "checkpoint";
    }

    @Override
    public void run(JobTiming timing, JobReport report) throws IOException {
        report.table(name(), "of the standing job, 1 core", "keys", "MB", "s", "bytes/key", "MB/million", "s/million");
        for (String backend : new String[] {"hashmap", "rocksdb"}) {
            row("shipped", JobTables.SHIPPED, backend, timing, report);
            row("skip-gru-110", JobTables.SKIP, backend, timing, report);
        }
    }

    private void row(String model, String label, String backend, JobTiming timing, JobReport report)
            throws IOException {
        JobCase job = JobCase.of(label, Operator.SKIP_RNN, model).on(backend).withKeys(keys);
        try (JobProcess process = JobProcess.start(job, 0, timing)) {
            long bytes = 0;
            long[] millis = new long[timing.repeats()];
            for (int repeat = 0; repeat < millis.length; repeat++) {
                process.measure(timing.windowMs());
                long[] checkpoint = process.checkpoint();
                bytes = checkpoint[0];
                millis[repeat] = checkpoint[1];
            }
            Arrays.sort(millis);
            double seconds = millis[millis.length / 2] / 1e3;
            double scale = 1e6 / keys;
            report.row(
                    label + ", " + (backend.equals("hashmap") ? "heap" : "RocksDB"),
                    keys,
                    bytes / 1e6,
                    seconds,
                    (double) bytes / keys,
                    bytes / 1e6 * scale,
                    seconds * scale);
        }
    }
}
