package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker with TLS and SASL, and where the password must not turn up. */
class SecurityIT {
    private static final Pattern JOB_ID = Pattern.compile("\"id\":\"([0-9a-f]{32})\"");

    @TempDir
    private static Path keys;

    @TempDir
    private Path home;

    private static SecureBroker broker;
    private static GoldenStream golden;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = SecureBroker.start(keys);
        golden = GoldenStream.of("skip_gru");
    }

    @AfterAll
    static void closeBroker() throws IOException {
        broker.close();
    }

    @Test
    void shouldRunOverTlsAndSasl() throws Exception {
        JobTopics topics = JobTopics.make(broker.servers(), 1).addAll("s", golden.samples());
        CommandRun run = run(topics, SecureBroker.PASSWORD);
        assertEquals(0, run.exitCode(), run.toString());
        GoldenJobTests.assertPredictions(golden, topics.results());
    }

    @Test
    void shouldSayInOneLineThatTheBrokerRefusesThePassword() throws Exception {
        CommandRun run = run(JobTopics.make(broker.servers(), 1), "another-pass");
        assertEquals(1, run.exitCode(), run.toString());
        assertEquals(1, run.err().size(), run.toString());
        assertTrue(run.err().get(0).contains("Authentication failed"), run.toString());
        assertFalse(run.toString().contains("another-pass"), run.toString());
    }

    private static CommandRun run(JobTopics topics, String password) throws IOException {
        topics.send();
        return CommandRun.of(arguments(topics, password, "job", "--bounded").toArray(String[]::new));
    }

    private static List<String> arguments(JobTopics topics, String password, String... first) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(first));
        arguments.addAll(List.of("--model", golden.model().toString(), "--delivery", "exactly-once"));
        arguments.addAll(List.of("--bootstrap-servers", broker.secureServers(), "--group-id", topics.group));
        arguments.addAll(List.of("--input-topic", topics.input, "--output-topic", topics.output));
        arguments.addAll(List.of("--rejected-topic", topics.rejected));
        arguments.addAll(
                List.of("--kafka-properties", broker.clientProperties(password).toString()));
        return arguments;
    }

    @Test
    void shouldShowNoPasswordInLogsAndOnTheWebInterface() throws Exception {
        JobTopics topics = JobTopics.make(broker.servers(), 1).addAll("s", golden.samples());
        topics.send();
        try (FlinkCluster flink = new FlinkCluster(home)) {
            flink.logLevel("INFO");
            flink.start("jobmanager", FlinkClusterIT.SESSION, "--configDir", flink.conf());
            flink.startTaskManager();
            flink.awaitRest("/overview", "\"slots-available\":2");
            Process run = flink.start(
                    "run",
                    FlinkClusterIT.CLI,
                    arguments(topics, SecureBroker.PASSWORD, "run", "-d", FlinkClusterIT.JAR.toString())
                            .toArray(String[]::new));
            assertEquals(0, flink.await(run), flink::logs);
            flink.awaitRest("/overview", "\"jobs-running\":1");
            Matcher id = JOB_ID.matcher(flink.get("/jobs"));
            assertTrue(id.find());
            String job = "/jobs/" + id.group(1);
            flink.awaitRest(job + "/checkpoints", "\"status\":\"COMPLETED\"");
            for (String page : List.of(
                    "/config",
                    "/jobmanager/config",
                    "/jobmanager/environment",
                    "/taskmanagers",
                    job,
                    job + "/config",
                    job + "/jobmanager/config",
                    job + "/plan",
                    job + "/exceptions",
                    job + "/checkpoints",
                    job + "/checkpoints/config",
                    job + "/accumulators")) {
                String shown = flink.get(page);
                assertTrue(shown.startsWith("{") || shown.startsWith("["), page + ": " + shown);
                assertFalse(shown.contains(SecureBroker.PASSWORD), page + ": " + shown);
            }
            String logs = flink.logs();
            assertTrue(logs.contains("sasl.jaas.config = [hidden]"), "Kafka's clients log their properties");
            assertFalse(logs.contains(SecureBroker.PASSWORD), logs);
        }
        GoldenJobTests.assertPredictions(golden, topics.results());
    }
}
