package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.format.ModelFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that change while sensors stream: every sequence by the model of its time, and as {@code predict} has it. */
interface ModelSwapTests extends JobTests {
    int SENSORS = 24;
    int ROUNDS = 4; // of all golden sequences, one after another
    long WAIT_S = 60;

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    default void shouldServeEverySequenceByTheModelOfItsTime(int cachedSensors, @TempDir Path directory)
            throws IOException {
        GoldenStream golden = GoldenStream.of("skip_gru");
        List<ModelVersion> versions = versions(golden, 3, directory);
        JobTopics topics = JobTopics.make(servers(), 3);
        String models = modelsTopic(topics, 1);
        int second = golden.sequences();
        int third = 3 * golden.sequences() - 1;
        KafkaRecords.produce(
                servers(),
                List.of(
                        versions.get(2).announcement(models, begin(golden, third)),
                        versions.get(0).announcement(models, 0L),
                        versions.get(1).announcement(models, begin(golden, second))));
        addRounds(topics, golden, 0, ROUNDS * golden.samples().size());
        CommandRun run = run(
                topics,
                "--models-topic",
                models,
                "--cached-sensors=" + cachedSensors,
                "--bounded",
                "-Dparallelism.default=2");
        assertEquals(0, run.exitCode(), run.toString());
        List<JobResult> results = topics.results();
        assertEquals(SENSORS * ROUNDS * golden.sequences(), results.size());
        for (JobResult result : results) {
            long k = result.number("sequence");
            assertPrediction(golden, versions.get(k < second ? 0 : k < third ? 1 : 2), result);
        }
    }

    @Test
    default void shouldChangeModelsWhileSensorsStream(@TempDir Path directory) throws Exception {
        GoldenStream golden = GoldenStream.of("skip_gru");
        List<ModelVersion> versions = versions(golden, 2, directory);
        JobTopics topics = JobTopics.make(servers(), 3);
        String models = modelsTopic(topics, 2);
        int second = 2 * golden.sequences() + 1;
        int half = ROUNDS * golden.samples().size() / 2 + golden.length() / 3; // within a sequence
        StopSignal stop = new StopSignal();
        try (LogLines log = LogLines.ofInfo("dev.skipstream.flink.JobModels")) {
            CompletableFuture<CommandRun> job = CompletableFuture.supplyAsync(() -> CommandRun.of(
                    stop,
                    arguments(
                            topics,
                            "--models-topic",
                            models,
                            "--model",
                            versions.get(0).file().toString(),
                            "--delivery",
                            "exactly-once",
                            "-Dparallelism.default=2",
                            "-Dexecution.checkpointing.interval=200ms")));
            addRounds(topics, golden, 0, half);
            topics.send();
            await(job, () -> topics.results().size() > SENSORS);

            KafkaRecords.produce(servers(), refused(golden, models, versions.get(1)));
            CommandRun announced = CommandRun.of(
                    "announce",
                    versions.get(1).file().toString(),
                    "--models-topic",
                    models,
                    "--bootstrap-servers",
                    servers(),
                    "--effective-from",
                    Long.toString(begin(golden, second)));
            assertEquals(0, announced.exitCode(), announced.toString());
            assertTrue(announced.lastLine().startsWith("Announced swapped@2 in " + models), announced.lastLine());
            String told = versions.get(1).model().sha256() + ") begins sequences from " + begin(golden, second);
            await(
                    job,
                    () -> log.lines().stream()
                                    .filter(line -> line.contains(told))
                                    .count()
                            == 2);

            addRounds(topics, golden, half, ROUNDS * golden.samples().size());
            topics.send();
            int expected = SENSORS * ROUNDS * golden.sequences();
            await(job, () -> KafkaRecords.committed(servers(), topics.output).size() >= expected);
            stop.request();
            assertEquals(0, job.get(WAIT_S, TimeUnit.SECONDS).exitCode());
        }
        Map<String, List<JobResult>> bySensor =
                topics.results().stream().collect(Collectors.groupingBy(JobResult::key));
        assertEquals(SENSORS, bySensor.size());
        for (List<JobResult> results : bySensor.values()) {
            assertEquals(ROUNDS * golden.sequences(), results.size());
            for (int k = 0; k < results.size(); k++) {
                assertEquals(k, results.get(k).number("sequence"));
                assertPrediction(golden, versions.get(k < second ? 0 : 1), results.get(k));
            }
        }
        assertRefused(topics, models);
    }

    /** Announcements that the job must not take, and one that is not meant for it. */
    private static List<ProducerRecord<byte[], byte[]>> refused(GoldenStream golden, String topic, ModelVersion good)
            throws IOException {
        byte[] file = Files.readAllBytes(good.file());
        ModelFile other = GoldenStream.of("skip_gru_small").file(); // of another width
        byte[] wide = ModelFile.toBytes(
                other.config(), other.weights(), Map.of("name", ModelVersion.NAME, "version", "wide"));
        assertFalse(other.config().channels() == golden.file().config().channels());
        return List.of(
                ModelVersion.announcement(topic, "swapped@9", Arrays.copyOf(file, file.length - 4), null),
                ModelVersion.announcement(topic, "swapped@8", file, null),
                ModelVersion.announcement(topic, "swapped@wide", wide, null),
                ModelVersion.announcement(topic, null, file, null),
                ModelVersion.announcement(topic, "another@1", new byte[] {1}, null));
    }

    private static void assertRefused(JobTopics topics, String models) {
        List<String> reasons = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> rejected : topics.rejected()) {
            assertEquals(models, header(rejected, "skipstream.topic"));
            reasons.add(header(rejected, "skipstream.error"));
        }
        assertEquals(4, reasons.size(), reasons.toString());
        for (String told : List.of(
                "swapped@9",
                "key must be the file's name@version swapped@2, found swapped@8",
                "channels of swapped@wide must be",
                "key must be name@version, found none")) {
            assertTrue(reasons.stream().anyMatch(reason -> reason.contains(told)), reasons + " lack " + told);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    default void shouldWaitForAFirstModelItCanServe(@TempDir Path directory) throws Exception {
        GoldenStream golden = GoldenStream.of("skip_gru");
        ModelVersion version = ModelVersion.of(golden, 1, directory);
        JobTopics topics = JobTopics.make(servers(), 1);
        String models = modelsTopic(topics, 1);
        topics.addAll("s", golden.samples());
        topics.send();
        CompletableFuture<CommandRun> job = CompletableFuture.supplyAsync(
                () -> run(topics, "--models-topic", models, "--model-name", ModelVersion.NAME, "--bounded"));
        KafkaRecords.produce(
                servers(),
                List.of(
                        ModelVersion.announcement(models, "another@1", Files.readAllBytes(golden.model()), null),
                        ModelVersion.announcement(models, "swapped@1", new byte[100], null)));
        Thread.sleep(1500); // it must not begin meanwhile
        assertFalse(job.isDone());
        assertEquals(List.of(), topics.results());
        KafkaRecords.produce(servers(), List.of(version.announcement(models, null)));
        CommandRun run = job.get(WAIT_S, TimeUnit.SECONDS);
        assertEquals(0, run.exitCode(), run.toString());
        List<String> notes = run.err();
        assertTrue(
                notes.stream()
                        .anyMatch(line -> line.contains("waiting for a first model named swapped in topic " + models)),
                notes.toString());
        assertTrue(notes.stream().anyMatch(line -> line.contains("refused: swapped@1")), notes.toString());
        assertEquals(golden.sequences(), topics.results().size());
        for (JobResult result : topics.results()) {
            assertPrediction(golden, version, result);
        }
        assertEquals(1, topics.rejected().size(), "the broken one, which main has passed over");
    }

    @Test
    default void shouldSayWhatTheModelsTopicMayLose(@TempDir Path directory) throws Exception {
        GoldenStream golden = GoldenStream.of("skip_gru");
        JobTopics topics = JobTopics.make(servers(), 1).addAll("s", golden.samples());
        String models = modelsTopic(topics, 1); // as brokers make it
        CommandRun run =
                run(topics, "--models-topic", models, "--model", golden.model().toString(), "--bounded");
        assertEquals(0, run.exitCode(), run.toString());
        assertTrue(
                run.err().stream().anyMatch(line -> line.contains("topic " + models + " should keep models for good")),
                run.toString());
        assertEquals(golden.sequences(), topics.results().size(), "its own model serves while the topic has none");

        String made = topics.group + "-made";
        run = run(
                topics,
                "--models-topic",
                made,
                "--create-topics",
                "--model",
                golden.model().toString(),
                "--bounded");
        assertEquals(0, run.exitCode(), run.toString());
        assertTrue(run.err().stream().noneMatch(line -> line.contains("should keep")), run.toString());
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, made);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
            Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
            assertEquals("-1", config.get("retention.ms").value());
        }
    }

    @Test
    default void shouldFindSensorsIdleWhileNoModelIsAnnounced() throws Exception {
        GoldenStream golden = GoldenStream.of("skip_gru");
        JobTopics topics = JobTopics.make(servers(), 1);
        String models = modelsTopic(topics, 1); // silent: it must not hold the sensors' watermarks up
        StopSignal stop = new StopSignal();
        CompletableFuture<CommandRun> job = CompletableFuture.supplyAsync(() -> CommandRun.of(
                stop,
                arguments(
                        topics,
                        "--models-topic",
                        models,
                        "--model",
                        golden.model().toString(),
                        "--idle-timeout",
                        "500ms",
                        "-Dexecution.checkpointing.interval=200ms")));
        topics.addAll("silent", golden.samples().subList(0, 3));
        topics.send();
        await(job, () -> {
            topics.add("alive", golden.samples().get(0).json("alive")); // its Kafka timestamp goes on
            topics.send();
            return !topics.results("silent").isEmpty();
        });
        stop.request();
        assertEquals(0, job.get(WAIT_S, TimeUnit.SECONDS).exitCode());
        assertFalse(topics.results("silent").get(0).complete());
    }

    private static List<ModelVersion> versions(GoldenStream golden, int count, Path directory) throws IOException {
        List<ModelVersion> versions = new ArrayList<>();
        for (int version = 1; version <= count; version++) {
            versions.add(ModelVersion.of(golden, version, directory));
        }
        return versions;
    }

    private String modelsTopic(JobTopics topics, int partitions) throws IOException {
        String models = topics.group + "-models";
        TopicSetup.create(servers(), List.of(new Topic(models, partitions)));
        return models;
    }

    /** Time of a sequence's first sample. */
    private static long begin(GoldenStream golden, int sequence) {
        return GoldenStream.START + GoldenStream.PERIOD_MS * golden.length() * sequence;
    }

    /** Queues samples of every sensor, in turn: the golden ones again and again, their seq going on. */
    private static void addRounds(JobTopics topics, GoldenStream golden, int from, int to) {
        for (int seq = from; seq < to; seq++) {
            Sample sample = golden.samples()
                    .get(seq % golden.samples().size())
                    .at(seq, GoldenStream.START + GoldenStream.PERIOD_MS * seq);
            for (int sensor = 0; sensor < SENSORS; sensor++) {
                topics.add("sensor " + sensor, sample.json("sensor " + sensor));
            }
        }
    }

    private static void assertPrediction(GoldenStream golden, ModelVersion version, JobResult result) {
        String[] predicted = version.predicted().get((int) result.number("sequence") % golden.sequences());
        assertEquals(version.model().stamp(), result.json().required("model").asText(), result.text());
        assertEquals(
                version.model().sha256(), result.json().required("modelHash").asText());
        assertEquals(predicted[2], result.json().required("label").asText());
        assertEquals(Long.parseLong(predicted[3]), result.number("updates"));
        assertArrayEquals(Arrays.copyOfRange(predicted, 4, predicted.length), result.outputs(), "bits of predict");
        assertTrue(result.complete(), result.text());
        assertEquals(0, result.number("missing"));
    }

    private static String[] arguments(JobTopics topics, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("job", "--bootstrap-servers", topics.servers, "--group-id", topics.group));
        arguments.addAll(List.of("--input-topic", topics.input, "--output-topic", topics.output));
        arguments.addAll(List.of("--rejected-topic", topics.rejected, "--json"));
        arguments.addAll(List.of(options));
        return arguments.toArray(String[]::new);
    }

    private static CommandRun run(JobTopics topics, String... options) {
        topics.send();
        return CommandRun.of(arguments(topics, options));
    }

    private static void await(CompletableFuture<CommandRun> job, BooleanSupplier done) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_S);
        while (!done.getAsBoolean()) {
            if (job.isDone() || System.nanoTime() > end) {
                throw new IllegalStateException(
                        job.isDone() ? "the job has ended: " + job.get() : "not within " + WAIT_S + " s");
            }
            Thread.sleep(100);
        }
    }
}
