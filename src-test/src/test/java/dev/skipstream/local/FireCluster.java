package dev.skipstream.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Three brokers, a JobManager and two TaskManagers, each a process of its own that is started again when it dies, as
 * Kubernetes or systemd would. A JobManager begins with the last checkpoint it finds on disk. Not thread-safe.
 */
final class FireCluster implements AutoCloseable {
    /** What can be killed. */
    enum Part {
        TASK_MANAGER,
        BROKER,
        JOB_MANAGER
    }

    private static final int TASK_MANAGERS = 2;
    private static final Pattern CHECKPOINT = Pattern.compile("chk-(\\d+)");

    final KafkaCluster kafka;
    private final FlinkCluster flink;
    private final Process[] taskManagers = new Process[TASK_MANAGERS];
    private String[] jobArguments;
    private Process jobManager;
    private int starts;

    /** Processes that ended without being killed by the test and were started again. */
    int ownDeaths;

    private FireCluster(Path home, KafkaCluster kafka) throws IOException {
        this.kafka = kafka;
        flink = new FlinkCluster(Files.createDirectory(home.resolve("flink")));
    }

    /**
     * Starts the brokers and prepares the rest.
     *
     * @param home an empty directory
     * @param jar the job's
     * @param backend type of Flink's state backend
     */
    static FireCluster prepare(Path home, Path jar, String backend) throws IOException, InterruptedException {
        KafkaCluster kafka = KafkaCluster.start(Files.createDirectory(home.resolve("kafka")), 3);
        try {
            FireCluster cluster = new FireCluster(home, kafka);
            Files.copy(jar, cluster.flink.userLib().resolve("flink-job.jar"));
            cluster.flink.logLevel("WARN");
            cluster.flink.configure(Map.ofEntries(
                    Map.entry("taskmanager.numberOfTaskSlots", "1"),
                    Map.entry("parallelism.default", String.valueOf(TASK_MANAGERS)),
                    Map.entry("state.backend.type", backend),
                    Map.entry("execution.checkpointing.incremental", "true"),
                    Map.entry("execution.checkpointing.interval", "500ms"),
                    Map.entry("execution.checkpointing.num-retained", "3"),
                    Map.entry("execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION"),
                    Map.entry("execution.shutdown-on-application-finish", "false"),
                    Map.entry("restart-strategy.type", "fixed-delay"),
                    Map.entry("restart-strategy.fixed-delay.attempts", "1000000"),
                    Map.entry("restart-strategy.fixed-delay.delay", "500ms"),
                    // a dead process is noticed after this at the latest
                    Map.entry("heartbeat.interval", "1s"),
                    Map.entry("heartbeat.timeout", "10s")));
            return cluster;
        } catch (IOException | RuntimeException e) {
            kafka.close();
            throw e;
        }
    }

    /** Starts Flink, and with it the job. */
    void startFlink(String... jobArguments) throws IOException {
        this.jobArguments = jobArguments;
        startJobManager();
        for (int i = 0; i < TASK_MANAGERS; i++) {
            startTaskManager(i);
        }
    }

    private void startJobManager() throws IOException {
        Optional<Path> checkpoint = lastCheckpoint();
        if (checkpoint.isPresent()) {
            flink.configure(Map.of(
                    "execution.state-recovery.path", checkpoint.get().toUri().toString()));
        }
        jobManager = flink.startApplication("jobmanager-" + ++starts, "dev.skipstream.flink.SkipRnnJob", jobArguments);
    }

    private void startTaskManager(int i) throws IOException {
        taskManagers[i] = flink.startTaskManager("taskmanager-" + i + "-" + ++starts);
    }

    /** The complete checkpoint of the highest number: numbers go on from the one that a job was restored from. */
    private Optional<Path> lastCheckpoint() throws IOException {
        try (Stream<Path> files = Files.walk(flink.checkpoints(), 2)) {
            return files.filter(path -> Files.exists(path.resolve("_metadata")))
                    .max(Comparator.comparingLong(FireCluster::number));
        }
    }

    private static long number(Path checkpoint) {
        Matcher name = CHECKPOINT.matcher(checkpoint.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : -1;
    }

    /** Kills a process and starts another in its place. */
    void killAndStart(Part part, int which) throws IOException {
        switch (part) {
            case TASK_MANAGER -> {
                flink.kill(taskManagers[which % TASK_MANAGERS]);
                startTaskManager(which % TASK_MANAGERS);
            }
            case BROKER -> {
                kafka.kill(which % kafka.size());
                kafka.start(which % kafka.size());
            }
            case JOB_MANAGER -> {
                flink.kill(jobManager);
                startJobManager();
            }
        }
    }

    /** Starts again what has ended by itself; to be called often. */
    void supervise() throws IOException {
        if (!jobManager.isAlive()) {
            ownDeaths++;
            flink.kill(jobManager);
            startJobManager();
        }
        for (int i = 0; i < TASK_MANAGERS; i++) {
            if (!taskManagers[i].isAlive()) {
                ownDeaths++;
                flink.kill(taskManagers[i]);
                startTaskManager(i);
            }
        }
        for (int i = 0; i < kafka.size(); i++) {
            if (!kafka.isAlive(i)) {
                ownDeaths++;
                kafka.start(i);
            }
        }
    }

    /** What the REST interface answers; empty if it does not. */
    String rest(String path) throws InterruptedException {
        try {
            return flink.get(path);
        } catch (IOException e) {
            return "";
        }
    }

    /** The same for a request with a body. */
    String rest(String path, String json) throws InterruptedException {
        try {
            return flink.post(path, json);
        } catch (IOException e) {
            return "";
        }
    }

    /** The end of everything that was printed, to explain a failure. */
    String logs() {
        String all = flink.logs() + kafka.logs();
        return all.substring(Math.max(0, all.length() - 100_000));
    }

    @Override
    public void close() {
        flink.close();
        kafka.close();
    }
}
