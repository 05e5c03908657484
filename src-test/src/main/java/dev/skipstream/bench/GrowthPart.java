package dev.skipstream.bench;

import dev.skipstream.bench.JobCase.Operator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How the time of a record and the state of a sensor grow with one thing at a time, from one base: Skip GRU of 110 units
 * that uses every tenth sample of sequences of 100, 1000 keys, heap. The models have random weights and a gate of constant
 * rate. What two cores and a million keys cost the trained models, the other tables say.
 */
record GrowthPart(boolean full) implements JobPart {
    static final String BASE = "base: 110 units, every 10th, T 100, 1000 keys";
    private static final String CELL = "gate:skip-gru:";

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public void run(JobTiming timing, JobReport report) throws IOException {
        List<JobCase> cases = new ArrayList<>();
        cases.add(job(BASE, 110, 0.1, 100));
        for (int units : full ? new int[] {16, 32, 64, 220} : new int[] {32, 220}) {
            cases.add(job(units + " units", units, 0.1, 100));
        }
        for (int every : full ? new int[] {100, 50, 20, 5, 2, 1} : new int[] {50, 2}) {
            cases.add(job("every " + every + ". sample used", 110, 1.0 / every, 100));
        }
        for (int length : full ? new int[] {1000, 10_000, 100_000} : new int[] {10_000}) {
            cases.add(job("T " + length, 110, 0.1, length));
        }
        for (int keys : full ? new int[] {10_000, 100_000, 300_000, 1_000_000} : new int[] {100_000}) {
            cases.add(job(keys + " keys", 110, 0.1, 100).withKeys(keys));
        }
        new RatesPart(name(), "one thing at a time", cases).run(timing, report);
        if (full) {
            List<JobCase> parallel = new ArrayList<>();
            for (int parallelism : new int[] {1, 2}) {
                parallel.add(job("parallelism " + parallelism, 110, 0.1, 100).parallel(parallelism));
            }
            new RatesPart("growthCores", "base on more cores", parallel).run(timing, report);
        }
    }

    private static JobCase job(String name, int units, double rate, int length) {
        return JobCase.of(name, Operator.SKIP_RNN, CELL + units + ":" + rate + ":" + length);
    }
}
