package dev.skipstream.local;

import dev.skipstream.flink.InputEnd;
import dev.skipstream.flink.JobCounts;
import dev.skipstream.flink.JobOptions;
import dev.skipstream.flink.SkipRnnJob;
import dev.skipstream.flink.SubmittedJob;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.client.JobCancellationException;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.FlinkException;

/** The job on a cluster embedded in this JVM, which ends with it. Thread-safe. */
final class LocalJob implements AutoCloseable {
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

    /** Flink's classes for messages between processes, unpacked as long as the cluster lives: 21 MB. */
    private static final String RPC_JAR = "flink-rpc";

    private static final long LONGEST_END_S = 20;

    private final JobClient client;
    private final InputEnd end;
    private final RunFolder folder;
    private final RunningCounts counts;

    private LocalJob(SubmittedJob job, RunFolder folder, RunningCounts counts) {
        client = job.client();
        end = job.end();
        this.folder = folder;
        this.counts = counts;
    }

    /**
     * Submits the job. Where the options do not say otherwise it takes checkpoints every second, and all its files are
     * in a temporary folder of its own that goes with it.
     *
     * @param notes takes what a person should know meanwhile, a line each
     * @throws IllegalArgumentException for options that do not fit, in one sentence
     * @throws IllegalStateException if Kafka does not answer or lacks a topic, or Flink refuses the job
     */
    static LocalJob submit(JobOptions options, Consumer<String> notes) throws Exception {
        RunFolder folder = RunFolder.make("skipstream-job-");
        RunningCounts counts = new RunningCounts();
        try {
            return new LocalJob(SkipRnnJob.submit(options, defaults(folder, counts), notes), folder, counts);
        } catch (FlinkException e) { // says that it failed and keeps why
            close(folder, counts);
            throw new IllegalStateException("job cannot start: " + root(e).getMessage(), e);
        } catch (Exception e) {
            close(folder, counts);
            throw e;
        }
    }

    private static Configuration defaults(RunFolder folder, RunningCounts counts) throws IOException {
        Configuration defaults = new Configuration();
        defaults.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
        defaults.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.make(Path.of("checkpoints")).toUri().toString());
        String path = folder.path().toString();
        defaults.set(CoreOptions.TMP_DIRS, path);
        defaults.set(WebOptions.TMP_DIR, path);
        defaults.set(WebOptions.UPLOAD_DIR, path);
        counts.report(defaults);
        return defaults;
    }

    String id() {
        return client.getJobID().toString();
    }

    /** Has this run once in another thread when the job has ended, however it did. */
    void onEnd(Runnable action) {
        client.getJobExecutionResult().whenComplete((result, failure) -> action.run());
    }

    /** Asks the job to end; {@link #await} then returns. */
    void cancel() {
        client.cancel();
    }

    /**
     * Waits for the job's end.
     *
     * @return its counters; null if it was cancelled
     */
    JobCounts await() throws Exception {
        try {
            JobCounts counted = JobCounts.of(client.getJobExecutionResult().get());
            end.commit();
            return counted;
        } catch (CancellationException e) {
            return null;
        } catch (ExecutionException e) {
            if (ExceptionUtils.findThrowable(e, JobCancellationException.class).isPresent()) {
                return null;
            }
            throw new IllegalStateException("job " + id() + " failed: " + root(e).getMessage(), e);
        }
    }

    /** What lies under a failure. Of a class that is not there it is who has looked for it: the rest is a bare name. */
    private static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && !(root.getCause() instanceof ClassNotFoundException)) {
            root = root.getCause();
        }
        return root;
    }

    /** The sum over all subtasks of a count, as it is at the moment. */
    long count(String name) {
        return counts.sum(name);
    }

    /** Ends the job if it runs, waits for the end of its cluster, and removes its folder. */
    @Override
    public void close() throws IOException {
        if (!client.getJobExecutionResult().isDone()) {
            cancel();
        }
        close(folder, counts);
    }

    private static void close(RunFolder folder, RunningCounts counts) throws IOException {
        folder.awaitGone(name -> name.startsWith(RPC_JAR), LONGEST_END_S); // the cluster's last act
        folder.close();
        counts.close();
    }
}
