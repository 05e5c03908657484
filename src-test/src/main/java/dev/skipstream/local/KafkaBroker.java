package dev.skipstream.local;

import java.io.IOException;
import java.io.Writer;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;

/**
 * A real Kafka broker in this JVM: one node that is broker and KRaft controller, with every internal topic kept once.
 * It takes about 3 s to start, the second one of a JVM half a second. Several may run side by side. Thread-safe.
 */
public final class KafkaBroker implements AutoCloseable {

    private static final int ATTEMPTS = 3;
    private static final String CONTROLLER = "CONTROLLER";

    /**
     * How to start a broker.
     *
     * @param host to listen on
     * @param port 0 = a free one
     * @param dataDir null = temporary, deleted at close; a given one is made if absent and survives
     * @param topics made at the start where absent; existing ones stay as they are. They are made over the first
     *     listener, which must then be plain text
     * @param properties of Kafka's server.properties, going before our own. With {@code listeners} host and port do not
     *     count: several may be given, with port 0 for a free one, and the first is {@link #bootstrapServers()}
     */
    public record Options(String host, int port, Path dataDir, List<Topic> topics, Map<String, String> properties) {

        /** @throws IllegalArgumentException if the port is none */
        public Options {
            topics = List.copyOf(topics);
            properties = Map.copyOf(properties);
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port must be between 0 and 65535, found " + port);
            }
        }

        /** A free port of this machine, a temporary directory, no topics. */
        public static Options defaults() {
            return new Options("localhost", 0, null, List.of(), Map.of());
        }

        public Options withPort(int port) {
            return new Options(host, port, dataDir, topics, properties);
        }

        public Options withDataDir(Path dataDir) {
            return new Options(host, port, dataDir, topics, properties);
        }

        /** @param topics as {@code a,b:4} */
        public Options withTopics(String topics) {
            return new Options(host, port, dataDir, Topic.parseList(topics), properties);
        }

        public Options withProperties(Map<String, String> properties) {
            return new Options(host, port, dataDir, topics, properties);
        }
    }

    static {
        // The JVM refuses hooks while it ends, and a broker that is asked to stop while it starts has to get through
        // that before it is shut down in order. Kafka has but one hook, for its metrics.
        Exit.setShutdownHookAdder((name, hook) -> {});
    }

    private final KafkaRaftServer server;
    private final DataDirectory directory;
    private final List<Listener> listeners; // as clients connect to them, without the controller's
    private boolean closed;

    private KafkaBroker(KafkaRaftServer server, DataDirectory directory, List<Listener> listeners) {
        this.server = server;
        this.directory = directory;
        this.listeners = listeners;
    }

    /**
     * Starts a broker and returns when it serves and its topics are there.
     *
     * @throws IllegalArgumentException if a property, a host or the data directory is not what it must be
     * @throws BindException if a port is taken
     * @throws IOException if the data directory is in use by another broker, or the broker does not start
     */
    public static KafkaBroker start(Options options) throws IOException {
        DataDirectory directory =
                options.dataDir() == null ? DataDirectory.temporary() : DataDirectory.at(options.dataDir());
        KafkaBroker broker = null;
        try {
            for (int attempt = 1; broker == null; attempt++) {
                broker = startServer(options, directory, attempt == ATTEMPTS);
            }
            if (!options.topics().isEmpty()) {
                TopicSetup.create(broker.bootstrapServers(), options.topics());
            }
            return broker;
        } catch (IOException | RuntimeException | Error e) { // a temporary directory goes with whatever ends the start
            close(broker == null ? directory : broker, e);
            throw e;
        }
    }

    /** @return null if a port found free was taken meanwhile by someone else, and it may be tried again */
    private static KafkaBroker startServer(Options options, DataDirectory directory, boolean last) throws IOException {
        String given = options.properties().get("listeners");
        List<Listener> wanted = given == null
                ? List.of(new Listener("PLAINTEXT", options.host(), options.port()))
                : Listener.parseList(given);
        List<Listener> bound = new ArrayList<>();
        for (Listener listener : wanted) {
            bound.add(listener.probed());
        }
        Listener controller = new Listener(CONTROLLER, "localhost", 0).probed();
        List<Listener> advertised = new ArrayList<>();
        for (Listener listener : bound) {
            advertised.add(listener.advertised());
        }
        Properties properties = properties(options, directory.path(), bound, advertised, controller);
        KafkaConfig config;
        try {
            config = KafkaConfig.fromProps(properties, false);
        } catch (KafkaException e) {
            throw new IllegalArgumentException("Kafka refuses the configuration: " + message(e), e);
        }
        format(directory, properties);

        KafkaRaftServer server = null;
        try {
            server = new KafkaRaftServer(config, Time.SYSTEM);
            server.startup();
            return new KafkaBroker(server, directory, advertised);
        } catch (RuntimeException e) {
            if (server != null) {
                stop(server);
            }
            if (!isBindFailure(e)) {
                throw new IOException("Kafka does not start: " + message(e), e);
            }
            if (last) {
                throw new IOException("Kafka finds no free port: " + message(e), e);
            }
            return null;
        }
    }

    private static Properties properties(
            Options options, Path data, List<Listener> bound, List<Listener> advertised, Listener controller) {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                String.valueOf(DataDirectory.NODE_ID),
                "controller.quorum.voters",
                DataDirectory.NODE_ID + "@" + controller.hostAndPort(),
                "controller.listener.names",
                CONTROLLER,
                "inter.broker.listener.name",
                bound.get(0).name(),
                "listener.security.protocol.map",
                "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL",
                "advertised.listeners",
                join(advertised),
                "log.dirs",
                data.toString(),
                "group.initial.rebalance.delay.ms",
                "0"));
        // one node holds one replica; few partitions, since each costs files at start and close
        for (String topic : List.of("offsets.topic.", "transaction.state.log.", "share.coordinator.state.topic.")) {
            properties.put(topic + "replication.factor", "1");
            properties.put(topic + "num.partitions", "4");
        }
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.putAll(options.properties());
        properties.put("listeners", join(bound) + "," + controller);
        return properties;
    }

    private static void format(DataDirectory directory, Properties properties) throws IOException {
        Path file = Files.createTempFile("skipstream-server-", ".properties");
        try {
            try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
                properties.store(writer, null);
            }
            directory.formatOnce(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static String join(List<Listener> listeners) {
        return String.join(",", listeners.stream().map(Listener::toString).toList());
    }

    private static boolean isBindFailure(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }

    private static String message(Throwable e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getMessage().replaceAll("\\s*\\R\\s*", " ");
    }

    /** Addresses to give to a client: {@code host:port} of the first listener. */
    public String bootstrapServers() {
        return listeners.get(0).hostAndPort();
    }

    /**
     * Addresses to give to a client that connects to another listener.
     *
     * @throws IllegalArgumentException if there is no listener of that name
     */
    public String bootstrapServers(String listener) {
        return listeners.stream()
                .filter(one -> one.name().equals(listener))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("listener must be one of " + listeners + ", found " + listener))
                .hostAndPort();
    }

    /** Where the records are, as an absolute path. */
    Path dataDirectory() {
        return directory.path();
    }

    /** Shuts the broker down in order and waits for its end, about half a second; a second call does nothing. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        stop(server);
        directory.close();
    }

    private static void stop(KafkaRaftServer server) {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void close(AutoCloseable resource, Throwable cause) {
        try {
            resource.close();
        } catch (Exception e) {
            cause.addSuppressed(e);
        }
    }
}
