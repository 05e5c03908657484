package dev.skipstream.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;

/**
 * A JVM that runs one job on a Flink cluster of its own and measures it when told to: lines on stdin ask, lines on stdout
 * answer.
 *
 * <pre>
 *   measure MS    → measured RECORDS NANOS     records sent while the job ran, in its steady state
 *   checkpoint    → checkpoint BYTES MS        the state's size, the time from trigger to completion
 *   (end of input)  ends the JVM
 * </pre>
 *
 * <p>The job stands still between measurements, so several such JVMs can take turns on one machine.
 */
public final class JobChild {
    /** Begins the names of system properties that are settings of Flink's. */
    static final String SETTING = "flink:";

    private static final int RAMP_MS = 300;
    private static final int POLL_MS = 20;

    private final MiniCluster cluster;
    private final JobID job;

    private JobChild(MiniCluster cluster, JobID job) {
        this.cluster = cluster;
        this.job = job;
    }

    /** @param arguments the case as JSON */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        JobCase job = new ObjectMapper().readValue(arguments[0], JobCase.class);
        Path directory = Files.createTempDirectory("skipstream-bench");
        try {
            MiniCluster cluster = cluster(job, directory);
            new JobChild(cluster, submit(cluster, job, directory)).serve(job, out);
            halt(0, directory);
        } catch (Exception | LinkageError e) {
            e.printStackTrace();
            halt(1, directory);
        }
    }

    /** Ends the JVM with its job, which has nothing left to say. */
    private static void halt(int status, Path directory) {
        FileUtils.deleteDirectoryQuietly(directory.toFile());
        Runtime.getRuntime().halt(status);
    }

    private static Configuration settings(JobCase job, Path directory) {
        Configuration settings = new Configuration();
        settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(512));
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
        settings.set(StateBackendOptions.STATE_BACKEND, job.backend());
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                directory.resolve("checkpoints").toUri().toString());
        settings.setString(
                "state.backend.rocksdb.localdir", directory.resolve("rocksdb").toString());
        settings.setString("io.tmp.dirs", directory.toString());
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(SETTING))
                .forEach(name -> settings.setString(name.substring(SETTING.length()), System.getProperty(name)));
        return settings;
    }

    private static MiniCluster cluster(JobCase job, Path directory) throws Exception {
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(settings(job, directory))
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(job.parallelism())
                .withRandomPorts()
                .build());
        cluster.start();
        return cluster;
    }

    private static JobID submit(MiniCluster cluster, JobCase job, Path directory) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(settings(job, directory));
        MeasuredJob.build(env, job, directory);
        JobGraph graph = env.getStreamGraph().getJobGraph();
        cluster.submitJob(graph).get();
        return graph.getJobID();
    }

    private void serve(JobCase job, PrintStream out) throws Exception {
        while (!RunControl.areFilled(job.parallelism())) {
            requireRunning();
            Thread.sleep(POLL_MS);
        }
        out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(line.equals("checkpoint") ? checkpoint() : measure(Integer.parseInt(line.split(" ")[1])));
        }
    }

    private String measure(int millis) throws Exception {
        RunControl.resume();
        Thread.sleep(RAMP_MS);
        long records = RunControl.sent();
        long from = System.nanoTime();
        Thread.sleep(millis);
        records = RunControl.sent() - records;
        long nanos = System.nanoTime() - from;
        RunControl.pause();
        requireRunning();
        return String.format(Locale.ROOT, "measured %d %d", records, nanos);
    }

    private String checkpoint() throws Exception {
        cluster.triggerCheckpoint(job, CheckpointType.CONFIGURED).get();
        CompletedCheckpointStats stats = cluster.getExecutionGraph(job)
                .get()
                .getCheckpointStatsSnapshot()
                .getHistory()
                .getLatestCompletedCheckpoint();
        return String.format(Locale.ROOT, "checkpoint %d %d", stats.getStateSize(), stats.getEndToEndDuration());
    }

    private void requireRunning() throws Exception {
        var graph = cluster.getExecutionGraph(job).get();
        if (graph.getFailureInfo() != null) {
            throw new IOException(graph.getFailureInfo().getExceptionAsString());
        }
    }
}
