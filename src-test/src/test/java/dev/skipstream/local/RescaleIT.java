package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job stopped in the middle of every sensor's sequence and restored otherwise, with a cache or without, goes on as if
 * nothing had been.
 */
class RescaleIT {
    private static final int SENSORS = 20;
    private static final GoldenStream GOLDEN = GoldenStream.of("skip_gru_2layer");

    private static KafkaBroker broker;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() throws IOException {
        broker = KafkaBroker.start(KafkaBroker.Options.defaults());
    }

    @AfterAll
    static void closeBroker() throws IOException {
        broker.close();
    }

    /** How a part of the stream is served; with a cache of fewer sensors than there are, or none. */
    private record Stage(int parallelism, String backend, int cachedSensors) {}

    @Test
    void shouldSayTheSameAtEveryParallelismAndOnTheOtherStateBackend() throws Exception {
        List<Stage> stages = List.of(
                new Stage(1, "hashmap", 0),
                new Stage(2, "rocksdb", 4),
                new Stage(3, "hashmap", 2),
                new Stage(1, "rocksdb", 0));
        JobTopics topics = JobTopics.make(broker.bootstrapServers(), 3);
        String savepoint = null;
        Map<String, Long> counts = Map.of();
        int sent = 0;
        for (int i = 0; i < stages.size(); i++) {
            boolean last = i == stages.size() - 1;
            // the second sample that a sequence uses has just been sent, and more are needed
            int end = last ? GOLDEN.samples().size() : GOLDEN.usedSeq((i + 1) * GOLDEN.sequences() / 4, 1) + 1;
            for (Sample sample : GOLDEN.samples().subList(sent, end)) {
                for (int sensor = 0; sensor < SENSORS; sensor++) {
                    topics.add("sensor " + sensor, sample.json("sensor " + sensor));
                }
            }
            sent = end;
            topics.add("sensor " + i, new byte[] {'x'}).send();
            int results = SENSORS * (end / GOLDEN.length());
            String[] options = {
                "--delivery=exactly-once",
                "-Dparallelism.default=" + stages.get(i).parallelism(),
                "-Dstate.backend.type=" + stages.get(i).backend(),
                "--cached-sensors=" + stages.get(i).cachedSensors(),
                savepoint == null ? "--start=earliest" : StoppableJob.from(savepoint)
            };
            try (StoppableJob job = StoppableJob.start(topics, GOLDEN.model(), directory, options)) {
                int rejected = i + 1;
                job.await(
                        results + " results",
                        () -> committed(topics.output).size() >= results
                                && committed(topics.rejected).size() >= rejected);
                if (last) {
                    counts = job.drain(directory);
                } else {
                    savepoint = job.stop(directory);
                }
            }
        }
        Map<String, List<JobResult>> found =
                committed(topics.output).stream().map(JobResult::of).collect(Collectors.groupingBy(JobResult::key));
        assertEquals(SENSORS, found.size());
        found.values().forEach(ofSensor -> GoldenJobTests.assertPredictions(GOLDEN, ofSensor));
        assertEquals(stages.size(), committed(topics.rejected).size());
        assertEquals((long) SENSORS * sent + stages.size(), counts.get("recordsRead"));
        assertEquals(stages.size(), counts.get("recordsRejected"));
        assertEquals((long) SENSORS * GOLDEN.updates(), counts.get("samplesUsed"));
        assertEquals((long) SENSORS * GOLDEN.sequences(), counts.get("results"));
    }

    private static List<ConsumerRecord<byte[], byte[]>> committed(String topic) {
        return KafkaRecords.committed(broker.bootstrapServers(), topic);
    }
}
