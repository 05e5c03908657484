package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Parts that are slow or absent for a while: the job waits or comes back, and says the same. */
class OutageIT {
    private static final GoldenStream GOLDEN = GoldenStream.of("skip_gru");
    private static final int SENSORS = 10;
    private static final long OUTAGE_S = Integer.getInteger("outage.seconds", 10);

    @TempDir
    private Path directory;

    @Test
    void shouldSayInOneLineThatNoBrokerAnswers() throws Exception {
        Path properties = properties("request.timeout.ms=1000", "default.api.timeout.ms=2000");
        JobTopics topics = new JobTopics("localhost:" + Ports.free());
        CommandRun run = topics.run(GOLDEN, "--kafka-properties", properties.toString());
        assertEquals(1, run.exitCode(), run.toString());
        assertEquals(1, run.err().size(), run.toString());
        assertTrue(run.err().get(0).contains("Kafka at " + topics.servers + " must answer"), run.toString());
    }

    @Test
    void shouldGoOnWhenTheBrokerComesBack() throws Exception {
        int half = GOLDEN.usedSeq(2, 1) + 1;
        try (KafkaCluster kafka = KafkaCluster.start(Files.createDirectory(directory.resolve("kafka")), 1)) {
            JobTopics topics = JobTopics.make(kafka.servers(), 1);
            send(topics, 0, half);
            try (StoppableJob job = start(topics, "--delivery", "exactly-once")) {
                job.await("results before", () -> committed(topics).size() >= 2 * SENSORS);
                kafka.kill(0);
                Thread.sleep(OUTAGE_S * 1000);
                kafka.start(0);
                send(topics, half, GOLDEN.samples().size());
                assertAll(topics, job);
            }
        }
    }

    @Test
    void shouldReadPartitionsThatAreAdded() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(KafkaBroker.Options.defaults())) {
            JobTopics topics = JobTopics.make(broker.bootstrapServers(), 1);
            Path properties = properties("partition.discovery.interval.ms=200");
            try (StoppableJob job = start(topics, "--kafka-properties", properties.toString())) {
                topics.addAll("first", GOLDEN.samples()).send();
                job.await("results of partition 0", () -> topics.results().size() >= GOLDEN.sequences());
                try (Admin admin = Admin.create(Map.of("bootstrap.servers", topics.servers))) {
                    admin.createPartitions(Map.of(topics.input, NewPartitions.increaseTo(2)))
                            .all()
                            .get();
                }
                List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
                byte[] key = "second".getBytes(StandardCharsets.UTF_8);
                GOLDEN.samples()
                        .forEach(sample ->
                                records.add(new ProducerRecord<>(topics.input, 1, key, sample.json("second"))));
                KafkaRecords.produce(topics.servers, records);
                job.await("results of partition 1", () -> topics.results().size() >= 2 * GOLDEN.sequences());
            }
            GoldenJobTests.assertPredictions(GOLDEN, topics.results("first"));
            GoldenJobTests.assertPredictions(GOLDEN, topics.results("second"));
        }
    }

    @Test
    void shouldReadNoFurtherWhileTheResultTopicTakesNothing() throws Exception {
        int sensors = 60_000 / GOLDEN.samples().size();
        long records = (long) sensors * GOLDEN.samples().size();
        try (KafkaCluster kafka = KafkaCluster.start(Files.createDirectory(directory.resolve("kafka")), 3)) {
            JobTopics topics = new JobTopics(kafka.servers());
            kafka.create(
                    List.of(new Topic(topics.input, 1), new Topic(topics.output, 1), new Topic(topics.rejected, 1)));
            requireEveryReplica(topics);
            for (int sensor = 0; sensor < sensors; sensor++) {
                topics.addAll("sensor " + sensor, GOLDEN.samples());
            }
            topics.send();
            kafka.kill(2);
            Path properties = properties("buffer.memory=65536", "batch.size=4096");
            try (StoppableJob job = start(topics, "--kafka-properties", properties.toString())) {
                long[] read = {0};
                job.await("a source that has stopped", () -> {
                    long before = read[0];
                    pause(3000);
                    read[0] = job.count("recordsRead");
                    return read[0] > 0 && read[0] == before;
                });
                assertTrue(read[0] < records, "the job must not read all of " + records + " records into its memory");
                kafka.start(2);
                int results = sensors * GOLDEN.sequences();
                job.await("all results", () -> topics.results().size() >= results);
            }
            GoldenJobTests.assertPredictions(GOLDEN, topics.results("sensor 0"));
            GoldenJobTests.assertPredictions(GOLDEN, topics.results("sensor " + (sensors - 1)));
        }
    }

    @Test
    void shouldGoOnWhenCheckpointsCanBeWrittenAgain() throws Exception {
        Path checkpoints = directory.resolve("checkpoints");
        Path away = directory.resolve("away");
        goOnWithoutCheckpoints(
                directory,
                () -> {
                    Files.move(checkpoints, away);
                    Files.createFile(checkpoints); // no directory can be made in a file
                },
                () -> {
                    Files.delete(checkpoints);
                    Files.move(away, checkpoints);
                });
    }

    /** With {@code -Dsmall.disk=DIRECTORY}, a file system of a few MB that may be filled. */
    @Test
    @EnabledIfSystemProperty(named = "small.disk", matches = ".+")
    void shouldGoOnWhenTheDiskHasRoomAgain() throws Exception {
        Path disk = Path.of(System.getProperty("small.disk"));
        Path filler = disk.resolve("filler");
        goOnWithoutCheckpoints(
                disk,
                () -> {
                    try (OutputStream out = Files.newOutputStream(filler)) {
                        while (true) {
                            out.write(new byte[1024]);
                        }
                    } catch (IOException e) {
                        assertTrue(e.getMessage().contains("No space left"), e.toString());
                    }
                },
                () -> Files.delete(filler));
    }

    private interface Change {
        void make() throws IOException;
    }

    private void goOnWithoutCheckpoints(Path disk, Change breakDisk, Change mendDisk) throws Exception {
        int half = GOLDEN.usedSeq(2, 1) + 1;
        try (KafkaBroker broker = KafkaBroker.start(KafkaBroker.Options.defaults())) {
            JobTopics topics = JobTopics.make(broker.bootstrapServers(), 1);
            send(topics, 0, half);
            try (StoppableJob job = StoppableJob.start(
                    topics,
                    GOLDEN.model(),
                    disk,
                    "--start=earliest",
                    "--delivery=exactly-once",
                    "-Dio.tmp.dirs=" + directory)) {
                job.await("results before", () -> committed(topics).size() >= 2 * SENSORS);
                breakDisk.make();
                send(topics, half, GOLDEN.samples().size());
                pause(5000);
                assertTrue(
                        committed(topics).size() < SENSORS * GOLDEN.sequences(),
                        "without checkpoints nothing is committed");
                mendDisk.make();
                assertAll(topics, job);
            }
        }
    }

    @Test
    void shouldNotMindClocksThatStep() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(KafkaBroker.Options.defaults())) {
            JobTopics topics = JobTopics.make(broker.bootstrapServers(), 1);
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
            long now = System.currentTimeMillis();
            long[] steps = {0, 1_800_000, -86_400_000, -1000, 600_000}; // of the producers' clocks, ms
            for (Sample sample : GOLDEN.samples()) {
                for (int sensor = 0; sensor < SENSORS; sensor++) {
                    String name = "sensor " + sensor;
                    records.add(new ProducerRecord<>(
                            topics.input,
                            0,
                            now + steps[(int) (sample.seq() / 3 % steps.length)],
                            name.getBytes(StandardCharsets.UTF_8),
                            sample.json(name)));
                }
            }
            KafkaRecords.produce(topics.servers, records);
            assertEquals(
                    (long) SENSORS * GOLDEN.sequences(), topics.count(GOLDEN).get("results"));
            assertSensors(topics.results());
        }
    }

    private StoppableJob start(JobTopics topics, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of("--start=earliest"));
        all.addAll(List.of(options));
        return StoppableJob.start(topics, GOLDEN.model(), directory, all.toArray(String[]::new));
    }

    private Path properties(String... lines) throws IOException {
        return Files.write(directory.resolve("client.properties"), List.of(lines));
    }

    private static void send(JobTopics topics, int first, int end) {
        for (Sample sample : GOLDEN.samples().subList(first, end)) {
            for (int sensor = 0; sensor < SENSORS; sensor++) {
                topics.add("sensor " + sensor, sample.json("sensor " + sensor));
            }
        }
        topics.send();
    }

    private static List<JobResult> committed(JobTopics topics) {
        return KafkaRecords.committed(topics.servers, topics.output).stream()
                .map(JobResult::of)
                .toList();
    }

    private void assertAll(JobTopics topics, StoppableJob job) throws Exception {
        int results = SENSORS * GOLDEN.sequences();
        job.await("all results", () -> committed(topics).size() >= results);
        Map<String, Long> counts = job.drain(directory);
        assertEquals((long) SENSORS * GOLDEN.samples().size(), counts.get("recordsRead"));
        assertEquals(results, counts.get("results"));
        assertSensors(committed(topics));
    }

    private static void assertSensors(List<JobResult> results) {
        for (int i = 0; i < SENSORS; i++) {
            String sensor = "sensor " + i;
            GoldenJobTests.assertPredictions(
                    GOLDEN,
                    results.stream()
                            .filter(result -> result.key().equals(sensor))
                            .toList());
        }
    }

    /** So that no result is acknowledged while one broker of three is gone; the input can still be read. */
    private static void requireEveryReplica(JobTopics topics) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", topics.servers))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topics.output),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("min.insync.replicas", "3"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
