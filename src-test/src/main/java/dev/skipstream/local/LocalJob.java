package dev.skipstream.local;

import dev.skipstream.flink.JobCounts;
import dev.skipstream.flink.JobOptions;
import dev.skipstream.flink.SkipRnnJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.client.JobCancellationException;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.FileUtils;
import org.apache.flink.util.FlinkException;

/** The job on a cluster embedded in this JVM, which ends with it. Thread-safe. */
final class LocalJob implements AutoCloseable {
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

    private final JobClient client;
    private final Path checkpoints;

    private LocalJob(JobClient client, Path checkpoints) {
        this.client = client;
        this.checkpoints = checkpoints;
    }

    /**
     * Submits the job with checkpoints every second into a temporary directory, where the options do not say otherwise.
     *
     * @throws IllegalArgumentException for options that do not fit, in one sentence
     * @throws IllegalStateException if Kafka does not answer or lacks a topic, or Flink refuses the job
     */
    static LocalJob submit(JobOptions options) throws Exception {
        Path checkpoints = Files.createTempDirectory("skipstream-checkpoints");
        try {
            Configuration defaults = new Configuration();
            defaults.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
            defaults.set(
                    CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                    checkpoints.toUri().toString());
            return new LocalJob(SkipRnnJob.submit(options, defaults), checkpoints);
        } catch (FlinkException e) { // says that it failed and keeps why
            FileUtils.deleteDirectory(checkpoints.toFile());
            throw new IllegalStateException("job cannot start: " + root(e).getMessage(), e);
        } catch (Exception e) {
            FileUtils.deleteDirectory(checkpoints.toFile());
            throw e;
        }
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
            return JobCounts.of(client.getJobExecutionResult().get());
        } catch (CancellationException e) {
            return null;
        } catch (ExecutionException e) {
            if (ExceptionUtils.findThrowable(e, JobCancellationException.class).isPresent()) {
                return null;
            }
            throw new IllegalStateException("job " + id() + " failed: " + root(e).getMessage(), e);
        }
    }

    private static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    @Override
    public void close() throws IOException {
        FileUtils.deleteDirectory(checkpoints.toFile());
    }
}
