package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.local.KafkaBroker.Options;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerIT {

    @TempDir
    private Path directory;

    @Test
    void shouldFindItsRecordsAndTopicsAgainAfterRestart() throws Exception {
        Options options = Options.defaults().withDataDir(directory.resolve("kafka"));
        List<String> sent = List.of("one", "two", "three");
        String clusterId;
        try (KafkaBroker broker = KafkaBroker.start(options.withTopics("a,b:4"))) {
            KafkaRecords.produce(broker.bootstrapServers(), "a", sent);
            assertEquals(sent, KafkaRecords.texts(broker.bootstrapServers(), "a"));
            clusterId = clusterId(broker);
        }
        try (KafkaBroker broker = KafkaBroker.start(options.withTopics("a:3,c"))) {
            assertEquals(sent, KafkaRecords.texts(broker.bootstrapServers(), "a"));
            assertEquals(clusterId, clusterId(broker));
            Map<String, TopicDescription> topics = describe(broker, "a", "b", "c");
            assertEquals(1, topics.get("a").partitions().size(), "an existing topic stays as it is");
            assertEquals(4, topics.get("b").partitions().size());
            assertEquals(1, topics.get("c").partitions().size());
        }
    }

    @Test
    void shouldRefusePortInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();
            IOException e = assertThrows(
                    BindException.class,
                    () -> KafkaBroker.start(Options.defaults().withPort(port)).close());
            assertTrue(e.getMessage().startsWith("port " + port + " of localhost must be free"), e.getMessage());

            CommandRun run = CommandRun.of("broker", "--port", String.valueOf(port));
            assertEquals(1, run.exitCode());
            assertEquals(1, run.err().size(), run.toString());
        }
    }

    @Test
    void shouldRefuseDataDirectoryOfRunningBroker() throws IOException {
        Options options = Options.defaults().withDataDir(directory);
        try (KafkaBroker first = KafkaBroker.start(options.withTopics("a"))) {
            IOException e = assertThrows(
                    IOException.class, () -> KafkaBroker.start(options).close());
            assertTrue(e.getMessage().contains("must not be in use"), e.getMessage());
            assertEquals(List.of(), KafkaRecords.texts(first.bootstrapServers(), "a"), "the first one goes on");
        }
        KafkaBroker.start(options).close();
    }

    @Test
    void shouldRefuseDirectoryOfSomethingElse() throws IOException {
        Files.writeString(directory.resolve("thesis.tex"), "");
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> KafkaBroker.start(Options.defaults().withDataDir(directory))
                        .close());
        assertTrue(e.getMessage().endsWith("found thesis.tex"), e.getMessage());
        try (var files = Files.list(directory)) {
            assertEquals(1, files.count(), "nothing is left behind");
        }
    }

    @Test
    void shouldRefuseUnknownSecurityProtocol() {
        Options options =
                Options.defaults().withProperties(Map.of("listener.security.protocol.map", "PLAINTEXT:CLEAR"));
        assertThrows(
                IllegalArgumentException.class, () -> KafkaBroker.start(options).close());
    }

    @Test
    void shouldServeSeveralListeners() throws Exception {
        Map<String, String> properties = Map.of(
                "listeners", "PLAINTEXT://localhost:0,OTHER://127.0.0.1:0",
                "listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,OTHER:PLAINTEXT");
        try (KafkaBroker broker =
                KafkaBroker.start(Options.defaults().withTopics("a").withProperties(properties))) {
            assertNotEquals(broker.bootstrapServers(), broker.bootstrapServers("OTHER"));
            KafkaRecords.produce(broker.bootstrapServers("OTHER"), "a", List.of("x"));
            assertEquals(List.of("x"), KafkaRecords.texts(broker.bootstrapServers("PLAINTEXT"), "a"));
        }
    }

    @Test
    void shouldMakeNoTopicThatWasNotAskedFor() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(Options.defaults())) {
            ExecutionException e = assertThrows(ExecutionException.class, () -> describe(broker, "absent"));
            assertInstanceOf(UnknownTopicOrPartitionException.class, e.getCause());
        }
    }

    @Test
    void shouldRunSideBySideAndLeaveNothingBehind() throws IOException {
        KafkaBroker first = KafkaBroker.start(Options.defaults().withTopics("a"));
        KafkaBroker second = KafkaBroker.start(Options.defaults().withTopics("a"));
        KafkaRecords.produce(first.bootstrapServers(), "a", List.of("x"));
        assertEquals(List.of(), KafkaRecords.texts(second.bootstrapServers(), "a"));
        first.close();
        first.close();
        assertEquals(List.of(), KafkaRecords.texts(second.bootstrapServers(), "a"), "the second one goes on");
        second.close();
        assertFalse(Files.exists(first.dataDirectory()));
        assertFalse(Files.exists(second.dataDirectory()));
    }

    @Test
    void shouldEndWithZeroWhenTerminated() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SkipstreamLocal.class.getName(),
                        "broker",
                        "--port",
                        "0",
                        "--topics",
                        "a",
                        "--json",
                        "--data-dir",
                        directory.toString())
                .redirectError(directory
                        .resolveSibling(directory.getFileName() + ".err")
                        .toFile())
                .start();
        try (BufferedReader out = process.inputReader()) {
            String ready = out.readLine();
            assertTrue(ready != null && ready.startsWith("{\"bootstrapServers\":\"localhost:"), ready);
            process.toHandle().destroy(); // SIGTERM, and unlike process.destroy() leaves the stream open
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(null, out.readLine(), "nothing but the ready line is on stdout");
            assertEquals(0, process.exitValue());
            assertTrue(Files.exists(directory.resolve(".kafka_cleanshutdown")));
        } finally {
            process.destroyForcibly();
            Files.delete(directory.resolveSibling(directory.getFileName() + ".err"));
        }
    }

    private static String clusterId(KafkaBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private static Map<String, TopicDescription> describe(KafkaBroker broker, String... topics) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.describeTopics(List.of(topics)).allTopicNames().get();
        }
    }
}
