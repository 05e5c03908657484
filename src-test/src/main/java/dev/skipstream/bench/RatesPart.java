package dev.skipstream.bench;

import dev.skipstream.bench.JobCase.Operator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Records/s of several jobs side by side: each in a JVM of its own that stands still while another is measured, all
 * measured in turns, so that a slow minute of the machine meets them all. At the end each takes a checkpoint where it
 * stands, or several where the state is large.
 *
 * @param title of the table
 * @param cases the jobs
 */
record RatesPart(String name, String title, List<JobCase> cases) implements JobPart {
    static final Column RATE = new Column("records/s", "recordsPerSecond");
    static final Column SAMPLES = new Column("samples/s", "samplesPerSecond");
    private static final Column LEAST = new Column("least", "recordsPerSecondLeast");
    private static final Column MOST = new Column("most", "recordsPerSecondMost");
    private static final Column NANOS = new Column("ns/record", "nanosPerRecord");
    private static final Column BYTES = new Column("state B/key", "stateBytesPerKey");
    private static final Column CHECKPOINT_MEGABYTES = new Column("checkpoint MB", "checkpointMegabytes");
    private static final Column CHECKPOINT_SECONDS = new Column("checkpoint s", "checkpointSeconds");
    private static final int LARGE = 100_000; // keys

    @Override
    public void run(JobTiming timing, JobReport report) throws IOException {
        List<MeasuredCase> jobs = new CaseStarter(name, timing, report).start(cases);
        try {
            for (int repeat = 0; repeat < timing.repeats(); repeat++) {
                for (MeasuredCase job : jobs) {
                    attempt(job, report, () -> job.measure(timing.windowMs()));
                }
            }
            for (MeasuredCase job : jobs) {
                if (job.description().input() != JobCase.Input.KAFKA) { // its pause holds a checkpoint up
                    int times = job.description().keys() < LARGE ? 1 : timing.repeats();
                    attempt(job, report, () -> job.checkpoint(times, timing.windowMs() / 2));
                }
            }
            report(jobs, report);
        } finally {
            for (MeasuredCase job : jobs) {
                job.close();
            }
        }
    }

    private interface Measurement {
        void run() throws IOException;
    }

    /** What fails once fails from then on, and takes no other job with it. */
    private void attempt(MeasuredCase job, JobReport report, Measurement measurement) {
        if (job.hasFailed()) {
            return;
        }
        try {
            measurement.run();
        } catch (IOException e) {
            job.fail();
            report.failed(name, job.description().name(), e.getMessage());
        }
    }

    private void report(List<MeasuredCase> jobs, JobReport report) {
        Map<Column, ToDoubleFunction<MeasuredCase>> columns = new LinkedHashMap<>();
        columns.put(RATE, MeasuredCase::rate);
        columns.put(LEAST, MeasuredCase::least);
        columns.put(MOST, MeasuredCase::most);
        peers().forEach((column, peer) -> columns.put(column, job -> job.rate() / rate(jobs, job.description(), peer)));
        columns.put(NANOS, job -> 1e9 / job.rate());
        if (cases.stream().anyMatch(job -> job.packet() > 1)) {
            columns.put(SAMPLES, job -> job.rate() * job.description().packet());
        }
        if (jobs.stream().anyMatch(job -> !Double.isNaN(job.bytes()))) {
            columns.put(BYTES, job -> job.bytes() / job.description().keys());
            columns.put(CHECKPOINT_MEGABYTES, job -> job.bytes() / 1e6);
            columns.put(CHECKPOINT_SECONDS, MeasuredCase::seconds);
        }
        report.table(name, title, List.copyOf(columns.keySet()));
        for (MeasuredCase job : jobs) {
            report.row(
                    job.description().name(),
                    RowFacts.of(job.description()),
                    columns.values().stream()
                            .mapToDouble(column -> column.applyAsDouble(job))
                            .toArray());
        }
    }

    /** The peers of this table, by the column of the ratio to them. */
    private Map<Column, Predicate<JobCase>> peers() {
        Map<Column, Predicate<JobCase>> peers = new LinkedHashMap<>();
        peers.put(ratio("(a)", "A"), job -> job.operator() == Operator.PASS);
        peers.put(
                ratio("(b)", "B"),
                job -> job.operator() == Operator.SKIP_RNN && JobTables.PLAIN_MODEL.equals(job.model()));
        peers.put(ratio("(c)", "C"), job -> job.operator() == Operator.ONNX);
        peers.put(ratio("(d)", "D"), job -> job.operator() == Operator.NAIVE);
        peers.values().removeIf(peer -> cases.stream().noneMatch(peer));
        if (peers.isEmpty()) {
            peers.put(ratio("the first", "First"), cases.get(0)::equals);
        }
        return peers;
    }

    private static Column ratio(String to, String key) {
        return new Column("of " + to, "ratioTo" + key);
    }

    /** Of the peer with the same kind of records; NaN where there is none. */
    private static double rate(List<MeasuredCase> jobs, JobCase description, Predicate<JobCase> peer) {
        return jobs.stream()
                .filter(job -> peer.test(job.description())
                        && job.description().input() == description.input()
                        && job.description().packet() == description.packet())
                .mapToDouble(MeasuredCase::rate)
                .findFirst()
                .orElse(Double.NaN);
    }
}
