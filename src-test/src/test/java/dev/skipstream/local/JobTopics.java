package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Topics of one test's own, what was sent to them, and the job over them. */
final class JobTopics {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger COUNT = new AtomicInteger();

    final String servers;
    final String group;
    final String input;
    final String output;
    final String rejected;
    private final List<ProducerRecord<byte[], byte[]>> pending = new ArrayList<>();

    /** Names without topics. */
    JobTopics(String servers) {
        this(servers, "test-" + COUNT.incrementAndGet());
    }

    private JobTopics(String servers, String group) {
        this.servers = servers;
        this.group = group;
        input = group + "-sensors";
        output = group + "-classifications";
        rejected = group + "-rejected";
    }

    static JobTopics make(String servers, int partitions) throws IOException {
        return make(new JobTopics(servers), partitions);
    }

    /** Those of a broker that the test has for itself, under a name that is always the same. */
    static JobTopics make(String servers, String group, int partitions) throws IOException {
        return make(new JobTopics(servers, group), partitions);
    }

    private static JobTopics make(JobTopics topics, int partitions) throws IOException {
        TopicSetup.create(
                topics.servers,
                List.of(
                        new Topic(topics.input, partitions),
                        new Topic(topics.output, partitions),
                        new Topic(topics.rejected, 1)));
        return topics;
    }

    /** Queues a record with the sensor as its key. */
    JobTopics add(String sensor, byte[] value) {
        return add(sensor == null ? null : sensor.getBytes(StandardCharsets.UTF_8), value);
    }

    JobTopics add(byte[] key, byte[] value) {
        pending.add(new ProducerRecord<>(input, key, value));
        return this;
    }

    /** Queues a sensor's samples, one a record. */
    JobTopics addAll(String sensor, List<Sample> samples) {
        samples.forEach(sample -> add(sensor, sample.json(sensor)));
        return this;
    }

    /** Sends what is queued, in its order. */
    void send() {
        KafkaRecords.produce(servers, pending);
        pending.clear();
    }

    /** Sends what is queued and runs the job to the end of the input. */
    CommandRun run(GoldenStream golden, String... options) {
        send();
        List<String> arguments =
                new ArrayList<>(List.of("job", "--model", golden.model().toString()));
        arguments.addAll(List.of("--bootstrap-servers", servers));
        if (!List.of(options).contains("--group-id")) {
            arguments.addAll(List.of("--group-id", group));
        }
        arguments.addAll(List.of("--input-topic", input, "--output-topic", output, "--rejected-topic", rejected));
        // the last results leave with the checkpoint after the end of the input: do not wait a second for it
        arguments.addAll(List.of("--bounded", "--json", "-Dexecution.checkpointing.interval=100ms"));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    /** {@link #run}, which must succeed, and whose counters must add up. */
    Map<String, Long> count(GoldenStream golden, String... options) throws IOException {
        CommandRun run = run(golden, options);
        assertEquals(0, run.exitCode(), run.toString());
        return counts(run.lastLine());
    }

    /** The counters of a job's last line, which must add up. */
    static Map<String, Long> counts(String line) throws IOException {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> count : JSON.readTree(line).properties()) {
            counts.put(count.getKey(), count.getValue().asLong());
        }
        List<String> names = new ArrayList<>(counts.keySet());
        names.remove("resultsDropped"); // there only if results were
        assertEquals(
                List.of(
                        "recordsRead",
                        "recordsAccepted",
                        "recordsRejected",
                        "samples",
                        "samplesUsed",
                        "samplesSkipped",
                        "samplesLate",
                        "samplesBuffered",
                        "results"),
                names);
        assertEquals(counts.get("recordsRead"), counts.get("recordsAccepted") + counts.get("recordsRejected"), line);
        assertEquals(
                counts.get("samples"),
                counts.get("samplesUsed")
                        + counts.get("samplesSkipped")
                        + counts.get("samplesLate")
                        + counts.get("samplesBuffered"),
                line);
        return counts;
    }

    /** Every result, in the order of its partition. */
    List<JobResult> results() {
        List<JobResult> results =
                KafkaRecords.all(servers, output).stream().map(JobResult::of).toList();
        for (JobResult result : results) {
            assertEquals(result.key(), result.json().required("sensor").asText(), result.text());
        }
        return results;
    }

    List<JobResult> results(String sensor) {
        return results().stream().filter(result -> result.key().equals(sensor)).toList();
    }

    /** The results of a sensor as texts without its name. */
    List<String> texts(String sensor) {
        return results(sensor).stream().map(JobResult::withoutSensor).toList();
    }

    List<ConsumerRecord<byte[], byte[]>> rejected() {
        return KafkaRecords.all(servers, rejected);
    }
}
