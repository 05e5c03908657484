package dev.skipstream.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Records/s of several jobs side by side: each in a JVM of its own that stands still while another is measured, all
 * measured in turns, so that a slow minute of the machine meets them all.
 *
 * @param title of the table
 * @param cases the jobs; ratios are to the first one
 */
record RatesPart(String name, String title, List<JobCase> cases) implements JobPart {
    static final String RATE = "records/s";
    static final String SAMPLES = "samples/s";
    static final String RATIO = "ratio";
    private static final int STARTED_AT_ONCE = 2; // on different cores, where they run on one each

    @Override
    public void run(JobTiming timing, JobReport report) throws IOException {
        List<JobProcess> jobs = new ArrayList<>();
        try {
            start(timing, jobs);
            double[][] rates = new double[jobs.size()][timing.repeats()];
            for (int repeat = 0; repeat < timing.repeats(); repeat++) {
                for (int job = 0; job < jobs.size(); job++) {
                    rates[job][repeat] = jobs.get(job).measure(timing.windowMs());
                }
            }
            report(rates, report);
        } finally {
            for (JobProcess job : jobs) {
                job.close();
            }
        }
    }

    private void start(JobTiming timing, List<JobProcess> jobs) throws IOException {
        int atOnce = cases.get(0).parallelism() == 1 && Cores.canPin() ? STARTED_AT_ONCE : 1;
        ExecutorService starters = Executors.newFixedThreadPool(atOnce);
        try {
            List<Future<JobProcess>> starting = new ArrayList<>();
            for (int i = 0; i < cases.size(); i++) {
                JobCase job = cases.get(i);
                int core = i % atOnce;
                starting.add(starters.submit(() -> JobProcess.start(job, core, timing)));
            }
            for (Future<JobProcess> job : starting) {
                jobs.add(job.get());
            }
            for (JobProcess job : jobs) {
                job.moveTo(0);
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while jobs started", e);
        } finally {
            starters.shutdownNow();
        }
    }

    private void report(double[][] rates, JobReport report) {
        report.table(name, title, RATE, SAMPLES, "ns/record", "least", "most", RATIO);
        double first = Double.NaN;
        for (int job = 0; job < rates.length; job++) {
            double[] sorted = rates[job].clone();
            Arrays.sort(sorted);
            double median = sorted[sorted.length / 2];
            first = job == 0 ? median : first;
            report.row(
                    cases.get(job).name(),
                    median,
                    median * cases.get(job).packet(),
                    1e9 / median,
                    sorted[0],
                    sorted[sorted.length - 1],
                    median / first);
        }
    }
}
