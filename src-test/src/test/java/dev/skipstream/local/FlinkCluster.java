package dev.skipstream.local;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A standalone Flink cluster of separate JVMs, made of the jars that Flink's own distribution consists of (Maven
 * Central has the parts and not the whole). Their class path holds nothing that a real {@code lib/} lacks: no
 * connector to Kafka, no Jackson, no picocli; what the job needs of those is in its jar or nowhere.
 */
final class FlinkCluster implements AutoCloseable {
    /** What flink-dist, flink-statebackend-rocksdb and log4j of a distribution hold, by the names of the parts. */
    private static final Pattern DISTRIBUTION = Pattern.compile("(flink-(annotations|clients|connector-base"
            + "|connector-datagen|core|core-api|datastream|datastream-api|file-sink-common|hadoop-fs|metrics-core"
            + "|queryable-state-client-java|rpc-akka-loader|rpc-core|runtime|shaded-.*|statebackend-rocksdb|streaming-java)"
            + "|async-profiler|commons-(cli|collections|compress|io|lang3|math3|text)|frocksdbjni|javassist|jsr305|kryo"
            + "|log4j-(api|core|slf4j-impl)|lz4-java|minlog|objenesis|reflectasm|slf4j-api|snakeyaml-engine|snappy-java)"
            + "-\\d[^-]*(-[\\d.]+|-ververica.*|-jre-.*|\\.Final-.*)?\\.jar");

    private static final long WAIT_S = 60;
    private static final int HEAP_MB = 384;

    private final Path home;
    private final String classPath;
    private final int restPort;
    private final Map<String, String> settings = new TreeMap<>();
    private final List<Process> processes = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param home an empty directory to become the distribution's */
    FlinkCluster(Path home) throws IOException {
        this.home = home;
        List<String> jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar -> DISTRIBUTION
                        .matcher(Path.of(jar).getFileName().toString())
                        .matches())
                .toList();
        classPath = String.join(File.pathSeparator, jars) + File.pathSeparator + home.resolve("lib");
        restPort = Ports.free();
        for (String directory : List.of("conf", "lib", "log", "usrlib", "checkpoints", "tmp")) {
            Files.createDirectory(home.resolve(directory));
        }
        addToLib(BoundToParent.class);
        addToLib(ApplicationCluster.class);
        for (String address : List.of(
                "jobmanager.rpc.address",
                "jobmanager.bind-host",
                "rest.address",
                "rest.bind-address",
                "taskmanager.host",
                "taskmanager.bind-host")) {
            settings.put(address, "localhost");
        }
        settings.put("jobmanager.rpc.port", String.valueOf(Ports.free()));
        settings.put("rest.port", String.valueOf(restPort));
        settings.put("rest.bind-port", "'" + restPort + "'");
        settings.put("io.tmp.dirs", home.resolve("tmp").toString());
        settings.put("taskmanager.numberOfTaskSlots", "2");
        settings.put("taskmanager.cpu.cores", "2.0");
        // memory as Flink's scripts would work it out for a small process
        settings.put("taskmanager.memory.framework.heap.size", "128m");
        settings.put("taskmanager.memory.framework.off-heap.size", "64m");
        settings.put("taskmanager.memory.task.heap.size", "128m");
        settings.put("taskmanager.memory.task.off-heap.size", "0b");
        settings.put("taskmanager.memory.network.min", "32m");
        settings.put("taskmanager.memory.network.max", "32m");
        settings.put("taskmanager.memory.managed.size", "32m");
        settings.put("taskmanager.memory.jvm-metaspace.size", "256m");
        settings.put("taskmanager.memory.jvm-overhead.min", "64m");
        settings.put("taskmanager.memory.jvm-overhead.max", "64m");
        settings.put("parallelism.default", "2");
        settings.put("execution.checkpointing.interval", "200ms");
        settings.put(
                "execution.checkpointing.dir",
                home.resolve("checkpoints").toUri().toString());
        settings.put("restart-strategy.type", "none");
        configure(Map.of());
        logLevel("ERROR");
    }

    /** Changes settings of Flink's, for the processes that start from now on. */
    void configure(Map<String, String> more) throws IOException {
        settings.putAll(more);
        StringBuilder yaml = new StringBuilder();
        settings.forEach(
                (key, value) -> yaml.append(key).append(": ").append(value).append('\n'));
        Files.writeString(home.resolve("conf/config.yaml"), yaml);
    }

    /** How much the processes say that start from now on. */
    void logLevel(String level) throws IOException {
        Files.writeString(home.resolve("conf/log4j.properties"), """
                rootLogger.level = %s
                rootLogger.appenderRef.stderr.ref = stderr
                appender.stderr.type = Console
                appender.stderr.name = stderr
                appender.stderr.target = SYSTEM_ERR
                appender.stderr.layout.type = PatternLayout
                appender.stderr.layout.pattern = %%d{HH:mm:ss.SSS} %%-5p %%c{1} - %%m%%n
                """.formatted(level));
    }

    private void addToLib(Class<?> own) throws IOException {
        Path file = home.resolve("lib/" + own.getName().replace('.', '/') + ".class");
        Files.createDirectories(file.getParent());
        try (InputStream in = own.getResourceAsStream(own.getSimpleName() + ".class")) {
            Files.copy(in, file);
        }
    }

    /** A directory whose jars are an application's, as {@code /opt/flink/usrlib} in Flink's image. */
    Path userLib() {
        return home.resolve("usrlib");
    }

    /**
     * Starts one of Flink's mains. It ends with the cluster.
     *
     * @param name of its files {@code log/NAME.out} and {@code .err}
     */
    Process start(String name, String main, String... arguments) throws IOException {
        List<String> flags = new ArrayList<>(
                List.of(System.getProperty("flink.jvm.flags", "").trim().split(" +")));
        flags.add("-Dlog4j.configurationFile=" + home.resolve("conf/log4j.properties"));
        Process process = ChildJvm.start(
                home.resolve("log"),
                name,
                HEAP_MB,
                flags,
                classPath,
                Map.of(
                        "FLINK_CONF_DIR",
                        conf(),
                        "FLINK_LIB_DIR",
                        home.resolve("lib").toString()),
                main,
                List.of(arguments));
        processes.add(process);
        return process;
    }

    /** Kills a process as {@code kill -9} does. */
    void kill(Process process) {
        processes.remove(process);
        ChildJvm.kill(process);
    }

    /** Starts a JobManager with a job of the user lib directory; it ends with the job. */
    Process startApplication(String name, String jobClass, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(conf(), userLib().toString(), jobClass));
        all.addAll(List.of(arguments));
        return start(name, ApplicationCluster.class.getName(), all.toArray(String[]::new));
    }

    Process startTaskManager() throws IOException {
        return startTaskManager("taskmanager");
    }

    Process startTaskManager(String name) throws IOException {
        return start(name, "org.apache.flink.runtime.taskexecutor.TaskManagerRunner", "--configDir", conf());
    }

    String conf() {
        return home.resolve("conf").toString();
    }

    /** Where checkpoints are. */
    Path checkpoints() {
        return home.resolve("checkpoints");
    }

    /** Waits until the cluster's REST interface answers with a text. */
    void awaitRest(String path, String expected) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_S);
        String found = "nothing";
        while (!found.contains(expected)) {
            boolean dead = processes.stream().anyMatch(process -> !process.isAlive() && process.exitValue() != 0);
            if (dead || System.nanoTime() > end) {
                throw new IllegalStateException(path + " must hold " + expected + ", found " + found + logs());
            }
            Thread.sleep(200);
            try {
                found = get(path);
            } catch (IOException e) {
                found = e.toString(); // not up yet
            }
        }
    }

    /**
     * What the cluster's REST interface answers.
     *
     * @throws IOException if it does not
     */
    String get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    /** The same for a request with a body of JSON. */
    String post(String path, String json) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + restPort + path))
                .timeout(Duration.ofSeconds(WAIT_S));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Waits for a process's end and gives its exit code. */
    int await(Process process) throws InterruptedException {
        if (!process.waitFor(2 * WAIT_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a process must end, found it running" + logs());
        }
        return process.exitValue();
    }

    /** What a process has printed to stdout. */
    List<String> out(String name) throws IOException {
        return Files.readAllLines(home.resolve("log/" + name + ".out"));
    }

    /** Everything that was printed, to explain a failure. */
    String logs() {
        StringBuilder logs = new StringBuilder();
        try (Stream<Path> files = Files.list(home.resolve("log"))) {
            for (Path file : files.sorted().toList()) {
                logs.append("\n--- ").append(file.getFileName()).append('\n').append(Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return logs.toString();
    }

    @Override
    public void close() {
        ChildJvm.close(processes);
    }
}
