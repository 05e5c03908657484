package dev.skipstream.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A case's job on a Flink cluster of its own in this JVM. */
final class RunningJob {
    /** Begins the names of system properties that are settings of Flink's. */
    static final String SETTING = "flink:";

    private static final int CHECKPOINT_PATIENCE_S = 300;

    private final MiniCluster cluster;
    private final JobID job;

    private RunningJob(MiniCluster cluster, JobID job) {
        this.cluster = cluster;
        this.job = job;
    }

    /**
     * Starts the cluster and submits the job; its tasks may still be opening when this returns.
     *
     * @param directory for state and for files that the job reads
     */
    static RunningJob submit(JobCase job, Path directory) throws Exception {
        Configuration settings = settings(job, directory);
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(job.parallelism())
                .withRandomPorts()
                .build());
        cluster.start();
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(settings);
        MeasuredJob.build(env, job, directory);
        JobGraph graph = env.getStreamGraph().getJobGraph();
        cluster.submitJob(graph).get();
        return new RunningJob(cluster, graph.getJobID());
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

    /**
     * Whether every task is open and takes records.
     *
     * @throws IOException if the job has failed
     */
    boolean isRunning() throws Exception {
        var graph = cluster.getExecutionGraph(job).get();
        if (graph.getFailureInfo() != null) {
            throw new IOException(graph.getFailureInfo().getExceptionAsString());
        }
        for (AccessExecutionVertex task : graph.getAllExecutionVertices()) {
            if (task.getExecutionState() != ExecutionState.RUNNING) {
                return false;
            }
        }
        return true;
    }

    /** Takes a checkpoint: its bytes, and the milliseconds from trigger to completion. */
    long[] checkpoint() throws Exception {
        cluster.triggerCheckpoint(job, CheckpointType.CONFIGURED).get(CHECKPOINT_PATIENCE_S, TimeUnit.SECONDS);
        CompletedCheckpointStats stats = cluster.getExecutionGraph(job)
                .get()
                .getCheckpointStatsSnapshot()
                .getHistory()
                .getLatestCompletedCheckpoint();
        return new long[] {stats.getStateSize(), stats.getEndToEndDuration()};
    }
}
