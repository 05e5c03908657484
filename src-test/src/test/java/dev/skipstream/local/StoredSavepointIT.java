package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Savepoints of every version, kept under {@code src/test/resources/savepoints}, still restore. Each was taken while
 * every sensor was in the middle of a sequence. How to add one is told there.
 */
class StoredSavepointIT {
    private static final Path STORED = Pom.ROOT.resolve("src-test/src/test/resources/savepoints");
    private static final GoldenStream GOLDEN = GoldenStream.of("skip_gru");
    private static final int SENSORS = 4;

    /** Sequence that is open in the savepoint: those before it have given their results. */
    private static final int OPEN = 2;

    /** Name of the group and part of the topics' names, which stand in the savepoints. */
    private static final String GROUP = "stored";

    @TempDir
    private Path directory;

    static List<String> savepointsAndBackends() throws IOException {
        List<String> all = new ArrayList<>();
        try (Stream<Path> versions = Files.list(STORED)) {
            for (Path version : versions.filter(Files::isDirectory).sorted().toList()) {
                all.add(version.getFileName() + " hashmap");
                all.add(version.getFileName() + " rocksdb");
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("savepointsAndBackends")
    void shouldGoOnFromTheSavepoint(String savepointAndBackend) throws Exception {
        String[] given = savepointAndBackend.split(" ");
        try (KafkaBroker broker = KafkaBroker.start(KafkaBroker.Options.defaults())) {
            JobTopics topics = JobTopics.make(broker.bootstrapServers(), GROUP, 1);
            send(topics, 0, cut());
            send(topics, cut(), GOLDEN.samples().size());
            int results = SENSORS * (GOLDEN.sequences() - OPEN);
            Map<String, Long> counts;
            try (StoppableJob job = StoppableJob.start(
                    topics,
                    GOLDEN.model(),
                    directory,
                    StoppableJob.from(STORED.resolve(given[0]).toUri().toString()),
                    "-Dstate.backend.type=" + given[1])) {
                job.await(results + " results", () -> topics.results().size() >= results);
                counts = job.drain(directory);
            }
            for (int sensor = 0; sensor < SENSORS; sensor++) {
                List<JobResult> found = topics.results("sensor " + sensor);
                assertEquals(GOLDEN.sequences() - OPEN, found.size());
                for (int k = OPEN; k < GOLDEN.sequences(); k++) {
                    GoldenJobTests.assertPrediction(GOLDEN, k, found.get(k - OPEN));
                }
            }
            // and those counted before the savepoint
            assertEquals(SENSORS * GOLDEN.samples().size() + 1L, counts.get("recordsRead"));
            assertEquals(1, counts.get("recordsRejected"));
            assertEquals((long) SENSORS * GOLDEN.updates(), counts.get("samplesUsed"));
            assertEquals((long) SENSORS * GOLDEN.sequences(), counts.get("results"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hashmap", "rocksdb"})
    void shouldRefuseSavepointOfLaterVersionAndSayWhatToDo(String backend) throws Exception {
        byte[] metadata = Files.readAllBytes(STORED.resolve("1/_metadata"));
        byte[] name = "dev.skipstream.flink.CursorSerializerSnapshot".getBytes(StandardCharsets.UTF_8);
        int changed = 0;
        for (int at = 0; at + name.length + 4 <= metadata.length; at++) {
            if (Arrays.equals(metadata, at, at + name.length, name, 0, name.length)) {
                metadata[at + name.length + 3] = 99; // the low byte of its version
                changed++;
            }
        }
        assertTrue(changed > 0);
        Files.write(directory.resolve("_metadata"), metadata);
        try (KafkaBroker broker = KafkaBroker.start(KafkaBroker.Options.defaults())) {
            JobTopics topics = JobTopics.make(broker.bootstrapServers(), GROUP, 1);
            send(topics, 0, cut());
            CommandRun run = topics.run(
                    GOLDEN, StoppableJob.from(directory.toUri().toString()), "-Dstate.backend.type=" + backend);
            assertEquals(1, run.exitCode(), run.toString());
            String told = run.err().get(run.err().size() - 1);
            assertTrue(told.contains("found 99"), run.toString());
            assertTrue(told.contains("with the Skipstream version that wrote it, or a later one"), run.toString());
        }
    }

    /** Stores one of the present version: {@code -Dsavepoint.write=NAME}. */
    @Test
    @EnabledIfSystemProperty(named = "savepoint.write", matches = "[a-z0-9.-]+")
    void shouldWriteSavepointOfThisVersion() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(KafkaBroker.Options.defaults())) {
            JobTopics topics = JobTopics.make(broker.bootstrapServers(), GROUP, 1);
            send(topics, 0, cut());
            String savepoint;
            try (StoppableJob job = StoppableJob.start(
                    topics, GOLDEN.model(), directory, "--start=earliest", "-Dparallelism.default=1")) {
                job.await("results", () -> topics.results().size() >= SENSORS * OPEN);
                Thread.sleep(2000); // for the rest of what was sent
                savepoint = job.stop(directory);
            }
            Path target = Files.createDirectories(STORED.resolve(System.getProperty("savepoint.write")));
            try (Stream<Path> files = Files.list(Path.of(URI.create(savepoint)))) {
                for (Path file : files.toList()) {
                    Files.copy(file, target.resolve(file.getFileName().toString()));
                }
            }
        }
    }

    /** Samples sent before the savepoint: the second that its open sequence uses is the last. */
    private static int cut() {
        return GOLDEN.usedSeq(OPEN, 1) + 1;
    }

    private static void send(JobTopics topics, int first, int end) {
        if (first == 0) {
            topics.add("sensor 0", new byte[] {'x'});
        }
        for (Sample sample : GOLDEN.samples().subList(first, end)) {
            for (int sensor = 0; sensor < SENSORS; sensor++) {
                topics.add("sensor " + sensor, sample.json("sensor " + sensor));
            }
        }
        topics.send();
    }
}
