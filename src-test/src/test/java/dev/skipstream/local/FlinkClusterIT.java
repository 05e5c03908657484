package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged {@code flink-job.jar} on a cluster that has only what Flink's distribution has. */
class FlinkClusterIT {
    static final Path JAR = Pom.ROOT.resolve("flink-job/target/flink-job.jar");
    static final String SESSION = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
    static final String CLI = "org.apache.flink.client.cli.CliFrontend";

    private static KafkaBroker broker;
    private static GoldenStream golden;

    @TempDir
    private Path home;

    @BeforeAll
    static void startBroker() throws IOException {
        assertTrue(Files.exists(JAR), JAR + " must be built (./mvnw package), found none");
        broker = KafkaBroker.start(KafkaBroker.Options.defaults());
        golden = GoldenStream.of("skip_gru");
    }

    @AfterAll
    static void closeBroker() throws IOException {
        broker.close();
    }

    @Test
    void shouldRunByFlinkRun() throws Exception {
        JobTopics topics = topics();
        try (FlinkCluster flink = new FlinkCluster(home)) {
            flink.start("jobmanager", SESSION, "--configDir", flink.conf());
            flink.startTaskManager();
            flink.awaitRest("/overview", "\"slots-available\":2");

            Process run = flink.start("run", CLI, arguments(topics, "run", JAR.toString()));
            assertEquals(0, flink.await(run), flink::logs);
            assertRun(topics, flink.out("run"));

            topics.addAll("later", golden.samples());
            topics.send();
            Process detached = flink.start("detached", CLI, arguments(topics, "run", "-d", JAR.toString()));
            assertEquals(0, flink.await(detached), flink::logs);
            flink.awaitRest("/overview", "\"jobs-finished\":2");
            GoldenJobTests.assertPredictions(golden, topics.results("later"));

            Process bad = flink.start("bad", CLI, arguments(topics, "run", JAR.toString(), "--restart-gap", "long"));
            assertTrue(flink.await(bad) != 0);
            assertTrue(flink.logs().contains("found long"), flink::logs);
        }
    }

    @Test
    void shouldRunInApplicationMode() throws Exception {
        JobTopics topics = topics();
        try (FlinkCluster flink = new FlinkCluster(home)) {
            Files.copy(JAR, flink.userLib().resolve("flink-job.jar"));
            Process cluster = flink.startApplication(
                    "jobmanager", "dev.skipstream.flink.SkipRnnJob", arguments(topics, "--host", "localhost"));
            flink.startTaskManager();
            assertEquals(0, flink.await(cluster), flink::logs); // it ends with its job
            assertResults(topics);
        }
    }

    private static JobTopics topics() throws IOException {
        JobTopics topics = JobTopics.make(broker.bootstrapServers(), 2);
        for (int sensor = 0; sensor < 4; sensor++) {
            topics.addAll("sensor " + sensor, golden.samples());
        }
        topics.add("sensor 1", new byte[] {'x'});
        topics.send();
        return topics;
    }

    private static String[] arguments(JobTopics topics, String... first) {
        List<String> arguments = new ArrayList<>(List.of(first));
        arguments.addAll(List.of("--model", golden.model().toString()));
        arguments.addAll(List.of("--bootstrap-servers", topics.servers, "--group-id", topics.group));
        arguments.addAll(List.of("--input-topic", topics.input, "--output-topic", topics.output));
        arguments.addAll(List.of("--rejected-topic", topics.rejected, "--delivery", "exactly-once"));
        arguments.addAll(List.of("--bounded", "--json"));
        return arguments.toArray(String[]::new);
    }

    private static void assertRun(JobTopics topics, List<String> out) throws IOException {
        List<String> json = out.stream().filter(line -> line.startsWith("{")).toList();
        assertEquals(1, json.size(), out.toString());
        Map<String, Long> counts = JobTopics.counts(json.get(0));
        assertEquals(4L * golden.samples().size() + 1, counts.get("recordsRead"));
        assertEquals(1, counts.get("recordsRejected"));
        assertEquals(4L * golden.updates(), counts.get("samplesUsed"));
        assertEquals(4L * golden.sequences(), counts.get("results"));
        assertResults(topics);
    }

    private static void assertResults(JobTopics topics) {
        for (int sensor = 0; sensor < 4; sensor++) {
            GoldenJobTests.assertPredictions(golden, topics.results("sensor " + sensor));
        }
        assertEquals(1, topics.rejected().size());
    }
}
