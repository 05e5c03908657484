package dev.skipstream.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Starts and warms up the jobs of a table: two at a time on a core each, where they run on one each. */
final class CaseStarter {
    private static final int AT_ONCE = 2;

    private final String part;
    private final JobTiming timing;
    private final JobReport report;

    CaseStarter(String part, JobTiming timing, JobReport report) {
        this.part = part;
        this.timing = timing;
        this.report = report;
    }

    /** Those that started; of the others the report knows. All of one core are on core 0 afterwards. */
    List<MeasuredCase> start(List<JobCase> cases) throws IOException {
        boolean oneCore = cases.stream().allMatch(job -> job.parallelism() == 1) && Cores.canPin();
        int atOnce = oneCore ? Math.min(AT_ONCE, Runtime.getRuntime().availableProcessors()) : 1;
        BlockingQueue<Integer> cores = new ArrayBlockingQueue<>(
                atOnce, false, IntStream.range(0, atOnce).boxed().toList());
        ExecutorService starters = Executors.newFixedThreadPool(atOnce);
        try {
            List<Future<JobProcess>> starting = new ArrayList<>();
            for (JobCase job : cases) {
                starting.add(starters.submit(() -> start(job, cores)));
            }
            List<MeasuredCase> started = new ArrayList<>();
            for (int i = 0; i < cases.size(); i++) {
                JobProcess process = started(cases.get(i), starting.get(i));
                if (process != null) {
                    process.moveTo(0);
                    started.add(new MeasuredCase(cases.get(i), process, timing.repeats()));
                }
            }
            return started;
        } finally {
            starters.shutdownNow();
        }
    }

    private JobProcess start(JobCase job, BlockingQueue<Integer> cores) throws IOException, InterruptedException {
        int core = cores.take();
        try {
            double from = report.seconds();
            JobProcess process = JobProcess.start(job, core, timing);
            report.progress(String.format(
                    Locale.ROOT, "%s: %s: started and warm in %.1f s", part, job.name(), report.seconds() - from));
            return process;
        } finally {
            cores.add(core);
        }
    }

    private JobProcess started(JobCase job, Future<JobProcess> starting) throws IOException {
        try {
            return starting.get();
        } catch (ExecutionException e) {
            report.failed(part, job.name(), e.getCause().getMessage());
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while jobs started", e);
        }
    }
}
