package dev.skipstream.local;

import dev.skipstream.flink.JobCounts;
import dev.skipstream.flink.JobOptions;
import dev.skipstream.flink.SkipRnnJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import picocli.CommandLine;

/** The unbounded job on a cluster of its own in this JVM, to be stopped with a savepoint. */
final class StoppableJob implements AutoCloseable {
    private static final long WAIT_S = 180;

    private final JobClient client;
    private final RunningCounts counts;

    private StoppableJob(JobClient client, RunningCounts counts) {
        this.client = client;
        this.counts = counts;
    }

    /**
     * Starts it over a test's topics, with a checkpoint every 100 ms.
     *
     * @param directory for its files, its checkpoints in {@code checkpoints}
     */
    static StoppableJob start(JobTopics topics, Path model, Path directory, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--model", model.toString()));
        arguments.addAll(List.of("--bootstrap-servers", topics.servers, "--group-id", topics.group));
        arguments.addAll(List.of("--input-topic", topics.input, "--output-topic", topics.output));
        arguments.addAll(List.of("--rejected-topic", topics.rejected));
        arguments.add("-Dexecution.checkpointing.interval=100ms");
        arguments.add("-Dexecution.checkpointing.dir="
                + directory.resolve("checkpoints").toUri());
        arguments.add("-Dio.tmp.dirs=" + Files.createDirectories(directory.resolve("tmp")));
        arguments.addAll(List.of(more));
        JobOptions options = new JobOptions();
        new CommandLine(options).parseArgs(arguments.toArray(String[]::new));
        RunningCounts counts = new RunningCounts();
        Configuration settings = new Configuration();
        counts.report(settings);
        return new StoppableJob(SkipRnnJob.submit(options, settings), counts);
    }

    /** The sum over all subtasks of a count, as it is at the moment. */
    long count(String name) {
        return counts.sum(name);
    }

    /** The option that restores a savepoint. */
    static String from(String savepoint) {
        return "-Dexecution.state-recovery.path=" + savepoint;
    }

    /** Waits; a job that has failed meanwhile is told with its reason. */
    void await(String what, BooleanSupplier condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_S);
        while (!condition.getAsBoolean()) {
            if (client.getJobStatus().get() == JobStatus.FAILED) {
                client.getJobExecutionResult().get(); // throws the reason
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(what + " must come within " + WAIT_S + " s");
            }
            Thread.sleep(50);
        }
    }

    /**
     * Stops it.
     *
     * @return where the savepoint is, which any state backend can read
     */
    String stop(Path savepoints) throws Exception {
        String savepoint = client.stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(WAIT_S, TimeUnit.SECONDS);
        client.getJobExecutionResult().get(WAIT_S, TimeUnit.SECONDS);
        return savepoint;
    }

    /** Ends it as at the end of its input and gives its counters, which must add up. */
    Map<String, Long> drain(Path savepoints) throws Exception {
        client.stopWithSavepoint(true, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(WAIT_S, TimeUnit.SECONDS);
        return JobTopics.counts(JobCounts.of(client.getJobExecutionResult().get(WAIT_S, TimeUnit.SECONDS))
                .toJson());
    }

    @Override
    public void close() {
        if (!client.getJobExecutionResult().isDone()) {
            client.cancel();
            client.getJobExecutionResult().exceptionally(e -> null).join();
        }
        counts.close();
    }
}
