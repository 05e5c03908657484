package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a fire left in the topics, beside what an undisturbed run and {@code predict} say. */
final class FireVerdict {
    private final Path home;
    private final String servers;
    private final FireStream stream;
    private final FireFeed feed;
    private final FireModels models;
    private int lost;
    private int doubled;

    FireVerdict(Path home, String servers, FireStream stream, FireFeed feed, FireModels models) {
        this.home = home;
        this.servers = servers;
        this.stream = stream;
        this.feed = feed;
        this.models = models;
    }

    /**
     * Compares all.
     *
     * @param records sent
     * @param counts of the job under fire
     */
    void compare(
            int records, Map<String, Long> counts, String input, String output, String rejected, String modelsTopic)
            throws IOException {
        Map<String, List<JobResult>> results = bySensor(output);
        count(results);
        countRejected(rejected);
        assertUndisturbed(results, records, counts, input, modelsTopic);
        assertPredicted(results);
    }

    /** Results that are missing or doubled, by (sensor, sequence). */
    private void count(Map<String, List<JobResult>> results) {
        for (int sensor = 0; sensor < stream.sensors(); sensor++) {
            List<JobResult> found = results.getOrDefault(FireStream.name(sensor), List.of());
            Set<Long> distinct = new HashSet<>();
            found.forEach(result -> distinct.add(result.number("sequence")));
            lost += (int) feed.sequences(sensor) - distinct.size();
            doubled += found.size() - distinct.size();
        }
    }

    private void countRejected(String topic) {
        List<ConsumerRecord<byte[], byte[]>> found = KafkaRecords.committed(servers, topic);
        Set<String> distinct = new HashSet<>();
        found.forEach(record -> distinct.add(new String(record.value(), StandardCharsets.UTF_8)));
        lost += feed.unreadable() - distinct.size();
        doubled += found.size() - distinct.size();
    }

    /** The same input through the job in this JVM: the same bytes for every sensor, in the same order, and counts. */
    private void assertUndisturbed(
            Map<String, List<JobResult>> results,
            int records,
            Map<String, Long> counts,
            String input,
            String modelsTopic)
            throws IOException {
        CommandRun run = CommandRun.of(
                "job",
                "--bounded",
                "--json",
                "--create-topics",
                "--bootstrap-servers",
                servers,
                "--group-id",
                "undisturbed",
                "--output-topic",
                "undisturbed",
                "--rejected-topic",
                "undisturbed-rejected",
                "--input-topic",
                input,
                "--model",
                models.first().toString(),
                "--models-topic",
                modelsTopic);
        assertEquals(0, run.exitCode(), run.toString());
        Map<String, Long> expected = JobTopics.counts(run.lastLine());
        assertEquals(records, expected.get("recordsRead"), "records in the topic");
        assertEquals(feed.unreadable(), expected.get("recordsRejected"));
        for (String name : List.of(
                "recordsRead",
                "recordsAccepted",
                "recordsRejected",
                "samplesUsed",
                "samplesSkipped",
                "samplesLate",
                "samplesBuffered")) {
            assertEquals(expected.get(name), counts.getOrDefault(name, 0L), name + " of " + counts);
        }
        Map<String, List<JobResult>> undisturbed = bySensor("undisturbed");
        assertEquals(undisturbed.keySet(), results.keySet());
        undisturbed.forEach((sensor, texts) -> assertEquals(texts(texts), texts(results.get(sensor)), sensor));
    }

    private static List<String> texts(List<JobResult> results) {
        return results.stream().map(JobResult::text).toList();
    }

    /** The same sequences through predict: label, updates and the outputs' text. */
    private void assertPredicted(Map<String, List<JobResult>> results) throws IOException {
        List<String> lines = new ArrayList<>(
                List.of("@problemName fire", "@univariate true", "@classLabel true target distractor", "@data"));
        for (int sensor = 0; sensor < stream.sensors(); sensor++) {
            for (long sequence = 0; sequence < feed.sequences(sensor); sequence++) {
                lines.add(stream.line(sensor, sequence));
            }
        }
        Path data = Files.write(home.resolve("fire.ts"), lines);
        int row = 0;
        List<String[]> first = GoldenStream.predict(models.first(), data);
        List<String[]> second = GoldenStream.predict(models.second(), data);
        for (int sensor = 0; sensor < stream.sensors(); sensor++) {
            List<JobResult> found = results.get(FireStream.name(sensor));
            for (int sequence = 0; sequence < feed.sequences(sensor); sequence++) {
                boolean swapped = models.isSecond(FireStream.START + (long) sequence * stream.length());
                String[] expected = (swapped ? second : first).get(row++);
                JobResult result = found.get(sequence);
                assertEquals(
                        swapped ? FireModels.SECOND : FireModels.FIRST,
                        result.json().required("model").asText());
                assertEquals(sequence, result.number("sequence"));
                assertTrue(result.complete() && result.number("missing") == 0, result.text());
                assertEquals(expected[2], result.json().required("label").asText(), result.text());
                assertEquals(Long.parseLong(expected[3]), result.number("updates"), result.text());
                assertArrayEquals(Arrays.copyOfRange(expected, 4, expected.length), result.outputs(), result.text());
            }
            String last = found.get(found.size() - 1).json().required("model").asText();
            assertEquals(FireModels.SECOND, last, "every subtask serves both models");
        }
        assertEquals(first.size(), row);
    }

    private Map<String, List<JobResult>> bySensor(String topic) {
        return KafkaRecords.committed(servers, topic).stream()
                .map(JobResult::of)
                .collect(Collectors.groupingBy(JobResult::key));
    }

    int lost() {
        return lost;
    }

    int doubled() {
        return doubled;
    }
}
