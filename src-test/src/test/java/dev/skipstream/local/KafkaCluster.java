package dev.skipstream.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

/**
 * Kafka as it stands in production, small: brokers in processes of their own, each also a KRaft controller, that can be
 * killed and started again. With three of them every record is kept three times and acknowledged by two.
 */
final class KafkaCluster implements AutoCloseable {
    private static final int HEAP_MB = 256;
    private static final Duration WAIT = Duration.ofMinutes(3);

    private final Path home;
    private final List<Integer> ports = new ArrayList<>();
    private final Process[] brokers;

    /** @param home an empty directory for the brokers' data and logs */
    private KafkaCluster(Path home, int size) {
        this.home = home;
        brokers = new Process[size];
    }

    /** Starts the brokers and returns when all of them serve. */
    static KafkaCluster start(Path home, int size) throws IOException, InterruptedException {
        KafkaCluster cluster = new KafkaCluster(home, size);
        try {
            cluster.format();
            for (int i = 0; i < size; i++) {
                cluster.start(i);
            }
            cluster.awaitBrokers();
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void format() throws IOException {
        Files.createDirectories(home.resolve("log"));
        Files.writeString(home.resolve("log4j.properties"), """
                rootLogger.level = ERROR
                rootLogger.appenderRef.stderr.ref = stderr
                appender.stderr.type = Console
                appender.stderr.name = stderr
                appender.stderr.target = SYSTEM_ERR
                """);
        List<Integer> controllers = new ArrayList<>();
        for (int i = 0; i < brokers.length; i++) {
            ports.add(Ports.free());
            controllers.add(Ports.free());
        }
        String voters = IntStream.range(0, brokers.length)
                .mapToObj(i -> i + "@localhost:" + controllers.get(i))
                .collect(Collectors.joining(","));
        String clusterId = Uuid.randomUuid().toString();
        for (int i = 0; i < brokers.length; i++) {
            try (Writer writer = Files.newBufferedWriter(properties(i), StandardCharsets.UTF_8)) {
                properties(i, controllers.get(i), voters).store(writer, null);
            }
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            String[] command = {"format", "-t", clusterId, "-c", properties(i).toString()};
            if (StorageTool.execute(command, new PrintStream(said, true, StandardCharsets.UTF_8)) != 0) {
                throw new IOException("Kafka cannot format: " + said.toString(StandardCharsets.UTF_8));
            }
        }
    }

    private Path properties(int broker) {
        return home.resolve("broker-" + broker + ".properties");
    }

    private Properties properties(int broker, int controllerPort, String voters) {
        String copies = String.valueOf(brokers.length);
        String acknowledged = String.valueOf((brokers.length + 1) / 2);
        String listener = "PLAINTEXT://localhost:" + ports.get(broker);
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                String.valueOf(broker),
                "controller.quorum.voters",
                voters,
                "controller.listener.names",
                "CONTROLLER",
                "listener.security.protocol.map",
                "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
                "listeners",
                listener + ",CONTROLLER://localhost:" + controllerPort,
                "advertised.listeners",
                listener,
                "inter.broker.listener.name",
                "PLAINTEXT",
                "log.dirs",
                home.resolve("data-" + broker).toString(),
                "group.initial.rebalance.delay.ms",
                "0"));
        properties.putAll(Map.of(
                "default.replication.factor", copies,
                "min.insync.replicas", acknowledged,
                "unclean.leader.election.enable", "false",
                // how long a killed broker counts as there: the greater part of the time to recover
                "broker.session.timeout.ms", "5000",
                "broker.heartbeat.interval.ms", "1000"));
        for (String topic : List.of("offsets.topic.", "transaction.state.log.", "share.coordinator.state.topic.")) {
            properties.put(topic + "replication.factor", copies);
            properties.put(topic + "num.partitions", "4");
        }
        properties.put("transaction.state.log.min.isr", acknowledged);
        properties.put("share.coordinator.state.topic.min.isr", acknowledged);
        return properties;
    }

    /** Addresses to give to a client. */
    String servers() {
        return ports.stream().map(port -> "localhost:" + port).collect(Collectors.joining(","));
    }

    int size() {
        return brokers.length;
    }

    /** Starts a broker, the first time or after it was killed; it serves a little later. */
    void start(int broker) throws IOException {
        brokers[broker] = ChildJvm.start(
                home.resolve("log"),
                "broker-" + broker,
                HEAP_MB,
                List.of("-Dlog4j.configurationFile=" + home.resolve("log4j.properties")),
                System.getProperty("java.class.path"),
                Map.of(),
                "kafka.Kafka",
                List.of(properties(broker).toString()));
    }

    /** Kills a broker as {@code kill -9} does. */
    void kill(int broker) {
        ChildJvm.kill(brokers[broker]);
    }

    boolean isAlive(int broker) {
        return brokers[broker].isAlive();
    }

    /** Makes topics that are kept by every broker. */
    void create(List<Topic> topics) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
            admin.createTopics(topics.stream()
                            .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) brokers.length))
                            .toList())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause() + logs(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether every replica of the topics is up to date. */
    boolean isInSync(List<String> topics) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
            return admin.describeTopics(topics).allTopicNames().get().values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition -> partition.isr().size() == brokers.length);
        } catch (ExecutionException e) {
            return false; // not up yet
        }
    }

    private void awaitBrokers() throws InterruptedException {
        long end = System.nanoTime() + WAIT.toNanos();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
            while (true) {
                try {
                    if (admin.describeCluster().nodes().get().size() == brokers.length) {
                        return;
                    }
                } catch (ExecutionException e) {
                    // not up yet
                }
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(brokers.length + " brokers must serve, found fewer" + logs());
                }
                Thread.sleep(200);
            }
        }
    }

    /** Everything that was printed, to explain a failure. */
    String logs() {
        StringBuilder logs = new StringBuilder();
        try (Stream<Path> files = Files.list(home.resolve("log"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".err"))
                    .sorted()
                    .toList()) {
                logs.append("\n--- ").append(file.getFileName()).append('\n').append(Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return logs.toString();
    }

    @Override
    public void close() {
        for (Process broker : brokers) {
            if (broker != null) {
                ChildJvm.kill(broker); // its data goes too: no need to end in order
            }
        }
    }
}
