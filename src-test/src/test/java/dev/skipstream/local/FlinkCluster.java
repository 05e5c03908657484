package dev.skipstream.local;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    private final Path home;
    private final String classPath;
    private final int restPort;
    private final List<Process> processes = new ArrayList<>();

    /** @param home an empty directory to become the distribution's */
    FlinkCluster(Path home) throws IOException {
        this.home = home;
        List<String> jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar -> DISTRIBUTION
                        .matcher(Path.of(jar).getFileName().toString())
                        .matches())
                .toList();
        classPath = String.join(File.pathSeparator, jars) + File.pathSeparator + home.resolve("lib");
        restPort = freePort();
        for (String directory : List.of("conf", "lib", "log", "usrlib", "checkpoints")) {
            Files.createDirectory(home.resolve(directory));
        }
        // memory as Flink's scripts would work it out for a small process
        Files.writeString(home.resolve("conf/config.yaml"), """
                jobmanager.rpc.address: localhost
                jobmanager.rpc.port: %d
                jobmanager.bind-host: localhost
                rest.address: localhost
                rest.bind-address: localhost
                rest.port: %d
                rest.bind-port: '%d'
                taskmanager.host: localhost
                taskmanager.bind-host: localhost
                taskmanager.numberOfTaskSlots: 2
                taskmanager.cpu.cores: 2.0
                taskmanager.memory.framework.heap.size: 128m
                taskmanager.memory.framework.off-heap.size: 64m
                taskmanager.memory.task.heap.size: 128m
                taskmanager.memory.task.off-heap.size: 0b
                taskmanager.memory.network.min: 32m
                taskmanager.memory.network.max: 32m
                taskmanager.memory.managed.size: 32m
                taskmanager.memory.jvm-metaspace.size: 256m
                taskmanager.memory.jvm-overhead.min: 64m
                taskmanager.memory.jvm-overhead.max: 64m
                parallelism.default: 2
                execution.checkpointing.interval: 200ms
                execution.checkpointing.dir: %s
                restart-strategy.type: none
                """.formatted(
                freePort(), restPort, restPort, home.resolve("checkpoints").toUri()));
        Files.writeString(home.resolve("conf/log4j.properties"), """
                rootLogger.level = ERROR
                rootLogger.appenderRef.stderr.ref = stderr
                appender.stderr.type = Console
                appender.stderr.name = stderr
                appender.stderr.target = SYSTEM_ERR
                """);
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
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx384m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of(System.getProperty("flink.jvm.flags", "").trim().split(" +")));
        command.removeIf(String::isEmpty);
        command.add("-Dlog4j.configurationFile=" + home.resolve("conf/log4j.properties"));
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(home.resolve("log/" + name + ".out").toFile())
                .redirectError(home.resolve("log/" + name + ".err").toFile());
        builder.environment().put("FLINK_CONF_DIR", conf());
        builder.environment().put("FLINK_LIB_DIR", home.resolve("lib").toString());
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /** Starts a JobManager with a job of the user lib directory; it ends with the job. */
    Process startApplication(String name, String jobClass, String... arguments) throws IOException {
        String main = ApplicationCluster.class.getName();
        Path file = home.resolve("lib/" + main.replace('.', '/') + ".class");
        Files.createDirectories(file.getParent());
        try (InputStream in = ApplicationCluster.class.getResourceAsStream("ApplicationCluster.class")) {
            Files.copy(in, file);
        }
        List<String> all = new ArrayList<>(List.of(conf(), userLib().toString(), jobClass));
        all.addAll(List.of(arguments));
        return start(name, main, all.toArray(String[]::new));
    }

    void startTaskManager() throws IOException {
        start("taskmanager", "org.apache.flink.runtime.taskexecutor.TaskManagerRunner", "--configDir", conf());
    }

    String conf() {
        return home.resolve("conf").toString();
    }

    /** Waits until the cluster's REST interface answers with a text. */
    void awaitRest(String path, String expected) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + restPort + path))
                .build();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_S);
        String found = "nothing";
        while (!found.contains(expected)) {
            boolean dead = processes.stream().anyMatch(process -> !process.isAlive() && process.exitValue() != 0);
            if (dead || System.nanoTime() > end) {
                throw new IllegalStateException(path + " must hold " + expected + ", found " + found + logs());
            }
            Thread.sleep(200);
            try {
                found = HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body();
            } catch (IOException e) {
                found = e.toString(); // not up yet
            }
        }
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        for (Process process : processes) {
            process.destroy();
        }
        for (Process process : processes) {
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            }
        }
    }
}
