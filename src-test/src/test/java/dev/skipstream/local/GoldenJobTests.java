package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.rnn.HeadKind;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The job says what the reference says, and bit for bit what {@code predict} says. */
interface GoldenJobTests extends JobTests {
    /** No divisor of any sequence length: packets cross the borders. */
    int PACKET = 7;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "skip_gru",
                "skip_gru_2layer",
                "skip_gru_layernorm",
                "skip_lstm",
                "skip_lstm_2layer",
                "skip_lstm_layernorm",
                "skip_lstm_adding_mse",
                "gru",
                "lstm_2layer",
                "edge_T1_skip_lstm",
                "edge_T300_tiny_du_skip_gru",
                "edge_exact_half_ge_skip_gru",
                "edge_all_skip_after_first_skip_lstm",
                "edge_never_skips_skip_gru"
            })
    default void shouldGiveThePredictionsForJsonSamplesAndPackets(String name) throws IOException {
        GoldenStream golden = GoldenStream.of(name);
        JobTopics topics = JobTopics.make(servers(), 1).addAll("samples", golden.samples());
        for (List<Sample> packet : packets(golden, PACKET)) {
            topics.add("packets", Sample.packet("packets", packet, GoldenStream.PERIOD_MS));
        }
        topics.add("one packet", Sample.packet("one packet", golden.samples(), GoldenStream.PERIOD_MS));
        Map<String, Long> counts = topics.count(golden);
        assertCounts(golden, 3, counts);
        assertPredictions(golden, topics.results("samples"));
        assertEquals(topics.texts("samples"), topics.texts("packets"));
        assertEquals(topics.texts("samples"), topics.texts("one packet"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"skip_gru", "skip_lstm_small", "lstm"})
    default void shouldGiveThePredictionsForCsv(String name) throws IOException {
        GoldenStream golden = GoldenStream.of(name);
        JobTopics topics = JobTopics.make(servers(), 1);
        golden.samples().forEach(sample -> topics.add("csv", sample.csv("csv")));
        assertCounts(golden, 1, topics.count(golden, "--format", "csv"));
        assertPredictions(golden, topics.results("csv"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"skip_gru_small", "skip_lstm", "gru_2layer"})
    default void shouldGiveThePredictionsForPackedRecords(String name) throws IOException {
        GoldenStream golden = GoldenStream.of(name);
        JobTopics topics = JobTopics.make(servers(), 1);
        for (int size : new int[] {1, PACKET, golden.samples().size()}) {
            for (List<Sample> packet : packets(golden, size)) {
                topics.add("packed " + size, Sample.packed(packet, GoldenStream.PERIOD_MS));
            }
        }
        assertCounts(golden, 3, topics.count(golden, "--format", "packed"));
        assertPredictions(golden, topics.results("packed 1"));
        assertPredictions(golden, topics.results("packed " + PACKET));
        assertPredictions(golden, topics.results("packed " + golden.samples().size()));
    }

    private static List<List<Sample>> packets(GoldenStream golden, int size) {
        List<Sample> samples = golden.samples();
        return IntStream.range(0, (samples.size() + size - 1) / size)
                .mapToObj(p -> samples.subList(p * size, Math.min(samples.size(), (p + 1) * size)))
                .toList();
    }

    private static void assertCounts(GoldenStream golden, int sensors, Map<String, Long> counts) {
        int samples = golden.samples().size();
        assertEquals((long) sensors * samples, counts.get("samples"));
        assertEquals((long) sensors * golden.updates(), counts.get("samplesUsed"));
        assertEquals((long) sensors * (samples - golden.updates()), counts.get("samplesSkipped"));
        assertEquals((long) sensors * golden.sequences(), counts.get("results"));
        assertEquals(0, counts.get("recordsRejected"));
    }

    /** Whether one sensor's results are the golden ones, each sequence once and in order. */
    static void assertPredictions(GoldenStream golden, List<JobResult> results) {
        assertEquals(golden.sequences(), results.size());
        for (int k = 0; k < results.size(); k++) {
            assertPrediction(golden, k, results.get(k));
        }
    }

    /** Whether a result is the golden one of sequence k. */
    static void assertPrediction(GoldenStream golden, int k, JobResult result) {
        String[] reference = golden.reference().get(k);
        String[] predicted = golden.predicted().get(k);
        long first = (long) k * golden.length();
        assertEquals(k, result.number("sequence"));
        assertEquals(first, result.number("firstSeq"));
        assertEquals(first + golden.length() - 1, result.number("lastSeq"));
        assertEquals(golden.length(), result.number("samples"));
        assertEquals(golden.samples().get((int) first).time(), result.number("startTime"));
        assertEquals(golden.samples().get(golden.lastUsedSeq(k)).time(), result.number("endTime"));
        assertEquals(Long.parseLong(reference[3]), result.number("updates"));
        assertTrue(result.complete(), result.text());
        assertEquals(0, result.number("missing"));
        assertEquals(golden.file().sha256(), result.json().required("modelHash").asText());
        assertEquals(golden.name() + "@1", result.json().required("model").asText());

        assertArrayEquals(Arrays.copyOfRange(predicted, 4, predicted.length), result.outputs(), "bits of predict");
        for (int o = 4; o < reference.length; o++) {
            assertEquals(Double.parseDouble(reference[o]), Double.parseDouble(result.outputs()[o - 4]), 1e-5);
        }
        if (golden.file().config().head() == HeadKind.LINEAR) {
            assertFalse(result.json().has("label") || result.json().has("probabilities"), result.text());
        } else {
            String label = result.json().required("label").asText();
            assertEquals(reference[2], label);
            assertEquals(predicted[2], label);
            assertEquals(
                    result.json().required("probability"),
                    result.json().required("probabilities").required(label));
            double sum = 0;
            for (int o = 4; o < reference.length; o++) {
                sum += Math.exp(Double.parseDouble(reference[o]));
            }
            for (int o = 4; o < reference.length; o++) {
                String name = golden.file().config().labels().get(o - 4);
                assertEquals(
                        Math.exp(Double.parseDouble(reference[o])) / sum,
                        result.json().required("probabilities").required(name).asDouble(),
                        1e-5);
            }
        }
    }
}
