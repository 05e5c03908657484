package dev.skipstream.bench;

import java.io.IOException;
import java.util.Arrays;

/** A case of a table and what was measured of it so far. Belongs to one thread. */
final class MeasuredCase implements AutoCloseable {
    private final JobCase description;
    private final JobProcess process;
    private final double[] rates; // records/s
    private double bytes = Double.NaN;
    private double seconds = Double.NaN;
    private int windows;
    private boolean failed;

    MeasuredCase(JobCase description, JobProcess process, int windows) {
        this.description = description;
        this.process = process;
        rates = new double[windows];
    }

    JobCase description() {
        return description;
    }

    JobProcess process() {
        return process;
    }

    boolean hasFailed() {
        return failed;
    }

    /** Nothing more is asked of it. */
    void fail() {
        failed = true;
    }

    /** Measures the next window. */
    void measure(int millis) throws IOException {
        double rate = process.measure(millis);
        rates[windows++] = rate;
    }

    /** Takes so many checkpoints, letting the job run in between: the last one's bytes, the median time. */
    void checkpoint(int times, int runMs) throws IOException {
        double[] millis = new double[times];
        for (int i = 0; i < times; i++) {
            if (i > 0) {
                process.measure(runMs);
            }
            long[] checkpoint = process.checkpoint();
            bytes = checkpoint[0];
            millis[i] = checkpoint[1];
        }
        seconds = median(millis) / 1e3;
    }

    /** Median records/s; NaN if it could not be measured. */
    double rate() {
        return windows < rates.length ? Double.NaN : median(rates);
    }

    double least() {
        return Arrays.stream(rates, 0, windows).min().orElse(Double.NaN);
    }

    double most() {
        return Arrays.stream(rates, 0, windows).max().orElse(Double.NaN);
    }

    /** Of the last checkpoint; NaN without one. */
    double bytes() {
        return bytes;
    }

    /** From trigger to completion of a checkpoint, the median; NaN without one. */
    double seconds() {
        return seconds;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
