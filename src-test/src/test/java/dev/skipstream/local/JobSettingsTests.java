package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ways to run the job, which must not change what it says. */
interface JobSettingsTests extends JobTests {

    @Test
    default void shouldCountSamplesWithoutSeqInTheOrderOfArrival() throws IOException {
        GoldenStream golden = GoldenStream.of("skip_lstm");
        JobTopics topics = JobTopics.make(servers(), 1).addAll("numbered", golden.samples());
        for (Sample sample : golden.samples()) {
            topics.add("counted", sample.jsonWithoutSeq("counted"));
            topics.add("of key", sample.jsonWithoutSensor());
        }
        topics.count(golden);
        GoldenJobTests.assertPredictions(golden, topics.results("numbered"));
        assertEquals(topics.texts("numbered"), topics.texts("counted"));
        assertEquals(topics.texts("numbered"), topics.texts("of key"));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, hashmap", "1, 3, rocksdb", "2, 1, rocksdb", "2, 3, hashmap"})
    default void shouldSayTheSameAtAnyParallelismAndOnEveryStateBackend(int parallelism, int partitions, String backend)
            throws IOException {
        GoldenStream golden = GoldenStream.of("skip_gru_2layer");
        JobTopics topics = JobTopics.make(servers(), partitions);
        for (Sample sample : golden.samples()) {
            for (int sensor = 0; sensor < 20; sensor++) {
                topics.add("sensor " + sensor, sample.json("sensor " + sensor));
            }
        }
        Map<String, Long> counts =
                topics.count(golden, "-Dparallelism.default=" + parallelism, "-Dstate.backend.type=" + backend);
        assertEquals(20L * golden.updates(), counts.get("samplesUsed"));
        Map<String, List<JobResult>> results = topics.results().stream().collect(Collectors.groupingBy(JobResult::key));
        assertEquals(20, results.size());
        results.values().forEach(ofSensor -> GoldenJobTests.assertPredictions(golden, ofSensor));
    }

    @Test
    default void shouldGoOnFromCommittedOffsets() throws IOException {
        GoldenStream golden = GoldenStream.of("skip_gru");
        int half = 2 * golden.length();
        JobTopics topics =
                JobTopics.make(servers(), 1).addAll("s", golden.samples().subList(0, half));
        assertEquals(half, topics.count(golden).get("recordsRead"));
        assertEquals(0, topics.count(golden).get("recordsRead"), "there is nothing new");
        topics.addAll("s", golden.samples().subList(half, golden.samples().size()));
        assertEquals(golden.samples().size() - half, topics.count(golden).get("recordsRead"));
        GoldenJobTests.assertPredictions(golden, topics.results());

        assertEquals(
                golden.samples().size(),
                topics.count(golden, "--start", "earliest").get("recordsRead"));
        assertEquals(0, topics.count(golden, "--start", "latest").get("recordsRead"));
        assertEquals(
                golden.samples().size(),
                topics.count(golden, "--group-id", "another of " + topics.group).get("recordsRead"));
        assertEquals(3 * golden.sequences(), topics.results().size());
    }

    @Test
    default void shouldSayWhatFlinkCouldNotFind() throws IOException {
        GoldenStream golden = GoldenStream.of("skip_gru");
        CommandRun run = JobTopics.make(servers(), 1).run(golden, "-Dstate.backend.type=bogus");
        assertEquals(1, run.exitCode(), run.toString());
        assertTrue(
                run.toString().contains("job cannot start: Cannot find configured state backend factory class: bogus"),
                run.toString());
    }

    /** Flink commits the last offsets with the last checkpoint, and there not always; so it has none here. */
    @Test
    default void shouldHaveCommittedAllThatABoundedJobHasRead() throws IOException {
        GoldenStream golden = GoldenStream.of("skip_gru");
        JobTopics topics = JobTopics.make(servers(), 3);
        for (int sensor = 0; sensor < 10; sensor++) {
            topics.addAll("sensor " + sensor, golden.samples());
        }
        String noLastCheckpoint = "-Dexecution.checkpointing.checkpoints-after-tasks-finish=false";
        assertEquals(
                10L * golden.samples().size(),
                topics.count(golden, noLastCheckpoint, "-Dparallelism.default=2")
                        .get("recordsRead"));
        assertEquals(0, topics.count(golden).get("recordsRead"), "there is nothing new");
    }

    @Test
    default void shouldTakeSequenceLengthOfTheOption() throws IOException {
        GoldenStream golden = GoldenStream.of("gru");
        JobTopics topics = JobTopics.make(servers(), 1).addAll("s", golden.samples());
        int length = golden.samples().size() / 2;
        topics.count(golden, "--sequence-length", String.valueOf(length));
        assertEquals(
                List.of(length - 1L, 2L * length - 1),
                topics.results().stream()
                        .map(result -> result.number("lastSeq"))
                        .toList());
    }

    @Test
    default void shouldCloseOpenSequencesAtTheEndOfBoundedInput() throws IOException {
        GoldenStream golden = GoldenStream.of("skip_gru");
        int cut = golden.usedSeq(1, 1) + 1;
        JobTopics topics =
                JobTopics.make(servers(), 1).addAll("s", golden.samples().subList(0, cut));
        topics.count(golden);
        assertEquals(2, topics.results().size());
        GoldenJobTests.assertPrediction(golden, 0, topics.results().get(0));
        JobResult open = topics.results().get(1);
        assertTrue(!open.complete() && open.number("missing") == 0 && open.number("updates") == 2, open.text());
        assertEquals(cut - 1, open.number("lastSeq"));
    }

    @Test
    default void shouldShowResultsOfExactlyOnceToReadersOfCommittedRecords() throws IOException {
        GoldenStream golden = GoldenStream.of("skip_gru");
        JobTopics topics = JobTopics.make(servers(), 2).add("key", new byte[] {'x'});
        for (int sensor = 0; sensor < 10; sensor++) {
            topics.addAll("sensor " + sensor, golden.samples());
        }
        topics.count(golden, "--delivery", "exactly-once", "-Dparallelism.default=2");
        List<ConsumerRecord<byte[], byte[]>> committed = KafkaRecords.committed(servers(), topics.output);
        assertEquals(10 * golden.sequences(), committed.size());
        assertEquals(topics.results().size(), committed.size(), "nothing but committed records");
        assertEquals(1, KafkaRecords.committed(servers(), topics.rejected).size());
        topics.addAll("again", golden.samples());
        topics.count(golden, "--delivery", "exactly-once", "-Dparallelism.default=1");
        assertEquals(
                11 * golden.sequences(),
                KafkaRecords.committed(servers(), topics.output).size());
        GoldenJobTests.assertPredictions(golden, topics.results("again"));
    }

    @Test
    default void shouldNameMissingTopicsAndMakeThemWhenAsked() throws IOException {
        GoldenStream golden = GoldenStream.of("skip_gru");
        JobTopics topics = new JobTopics(servers());
        CommandRun run = topics.run(golden);
        assertEquals(1, run.exitCode(), run.toString());
        assertEquals(1, run.err().size(), run.toString());
        for (String name : List.of(topics.input, topics.output, topics.rejected, "--create-topics")) {
            assertTrue(run.err().get(0).contains(name), run.toString());
        }
        assertEquals(List.of(), run.out());

        assertEquals(0, topics.count(golden, "--create-topics").get("recordsRead"));
        topics.addAll("s", golden.samples());
        topics.count(golden);
        GoldenJobTests.assertPredictions(golden, topics.results());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    --format xml                | xml
                    --delivery none             | none
                    --delivery twice            | twice
                    --start tomorrow            | tomorrow
                    --restart-gap long          | found long
                    --restart-gap -1s           | -1s
                    --sequence-length 0.5       | 0.5
                    --sequence-length -1        | --sequence-length must be
                    --sequence-gap never        | found never
                    --max-lateness -1           | found -1
                    --idle-timeout 1w           | found 1w
                    --emit never                | found never
                    --emit update               | --emit update must have --sequence-length 0
                    --emit change --sequence-length 5 | --emit change must have --sequence-length 0
                    --emit sequence --sequence-length 0 | --emit must be update or change
                    --model absent.safetensors  | absent.safetensors
                    --kafka-properties absent   | absent
                    --frequently                | --frequently
                    -Dnonsense                  | nonsense
                    -Dparallelism.default=x     | x
                    -Dparallelism.default=0     | arallelism must be at least one
                    -Dexecution.checkpointing.interval=soon | soon
                    --group-id=                 | --group-id
                    --input-topic=              | --input-topic
                    --output-topic a/b          | found 'a/b'
                    --output-topic sensors      | must differ
                    --output-topic rejected     | must differ
                    --models-topic sensors      | --models-topic must be a topic of its own, found sensors
                    --models-topic a/b          | found 'a/b'
                    --model-name pump           | --model-name must go with --models-topic
                    --models-kept 0             | --models-kept must be >= 1, found 0
                    --cached-sensors -1         | --cached-sensors must be >= 0, found -1
                    """)
    default void shouldSayInOneLineWhichOptionIsBad(String options, String told) {
        List<String> arguments = new ArrayList<>(List.of("job", "--bounded", "--bootstrap-servers", servers()));
        if (!options.contains("--model")) {
            arguments.addAll(
                    List.of("--model", GoldenStream.of("skip_gru").model().toString()));
        }
        arguments.addAll(List.of("--create-topics"));
        arguments.addAll(List.of(options.split(" ")));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertEquals(2, run.exitCode(), run.toString());
        assertEquals(1, run.err().size(), run.toString());
        assertTrue(run.err().get(0).contains(told), run.toString());
        assertEquals(List.of(), run.out());
    }

    @Test
    default void shouldSayWhyFlinkRefusesTheJob() throws IOException {
        CommandRun run = JobTopics.make(servers(), 1).run(GoldenStream.of("skip_gru"), "-Dstate.backend.type=tape");
        assertEquals(1, run.exitCode(), run.toString());
        assertEquals(1, run.err().size(), run.toString());
        assertTrue(run.err().get(0).contains("tape"), run.toString());
    }

    @Test
    default void shouldNameBrokerThatIsNone() {
        CommandRun run = CommandRun.of(
                "job",
                "--bounded",
                "--model",
                GoldenStream.of("skip_gru").model().toString(),
                "--bootstrap-servers",
                "not-a-host.invalid:1");
        assertEquals(2, run.exitCode(), run.toString());
        assertEquals(1, run.err().size(), run.toString());
        String told = "--bootstrap-servers must be HOST:PORT that resolves, found not-a-host.invalid:1";
        assertTrue(run.err().get(0).contains(told), run.toString());
    }
}
