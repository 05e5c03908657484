package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Other sequences than those of T samples, and samples that wait. */
interface SequenceModeTests extends JobTests {

    @Test
    default void shouldEndSequencesAtPausesAndNameTheUsedSamples() throws IOException {
        GoldenStream golden = GoldenStream.of("skip_gru");
        List<Sample> paused = new ArrayList<>();
        for (Sample sample : golden.samples()) {
            long sequence = sample.seq() / golden.length();
            paused.add(sample.at(sample.seq(), sample.time() + 100_000 * sequence));
        }
        JobTopics topics = JobTopics.make(servers(), 1).addAll("s", paused);
        topics.count(golden, "--sequence-length", "0", "--sequence-gap", "90s", "--include-used");
        List<JobResult> results = topics.results();
        assertEquals(golden.sequences(), results.size());
        for (int k = 0; k < results.size(); k++) {
            JobResult result = results.get(k);
            assertEquals(k, result.number("sequence"));
            assertEquals((long) k * golden.length(), result.number("firstSeq"));
            assertEquals((k + 1L) * golden.length() - 1, result.number("lastSeq"));
            assertEquals(golden.length(), result.number("samples"));
            assertEquals(k < results.size() - 1, result.complete(), "the last one is ended by the input");
            List<Long> used = new ArrayList<>();
            result.json().required("used").forEach(position -> used.add(position.asLong()));
            List<Long> expected = new ArrayList<>();
            for (int t = 0; t < golden.length(); t++) {
                if (golden.used()[k * golden.length() + t]) {
                    expected.add((long) t);
                }
            }
            assertEquals(expected, used);
        }
    }

    @Test
    default void shouldGiveAResultAtEveryUpdateOfAnEndlessSequence() throws IOException {
        GoldenStream golden = GoldenStream.of("skip_gru");
        JobTopics topics = JobTopics.make(servers(), 1).addAll("s", golden.samples());
        Map<String, Long> counts = topics.count(golden, "--sequence-length", "0", "--include-used");
        assertEquals(counts.get("samplesUsed"), counts.get("results"));
        List<JobResult> results = topics.results();
        assertEquals(counts.get("results"), results.size());
        long last = -1;
        for (JobResult result : results) {
            assertEquals(0, result.number("sequence"));
            assertEquals(0, result.number("firstSeq"));
            assertFalse(result.complete());
            assertFalse(result.json().has("used"));
            assertTrue(result.number("lastSeq") > last);
            last = result.number("lastSeq");
        }
    }

    @Test
    default void shouldPutSamplesInOrderThatComeWithinTheLateness() throws IOException {
        GoldenStream golden = GoldenStream.of("skip_lstm");
        List<Sample> swapped = new ArrayList<>();
        for (int seq = 0; seq < golden.samples().size(); seq++) {
            int other = seq ^ 3; // 3 2 1 0 7 6 5 4 …
            swapped.add(golden.samples().get(other < golden.samples().size() ? other : seq));
        }
        JobTopics topics =
                JobTopics.make(servers(), 1).addAll("clean", golden.samples()).addAll("swapped", swapped);
        Map<String, Long> counts = topics.count(golden, "--max-lateness", "1h");
        GoldenJobTests.assertPredictions(golden, topics.results("clean"));
        assertEquals(topics.texts("clean"), topics.texts("swapped"));
        assertEquals(0, counts.get("samplesBuffered"));
        assertEquals(
                counts.get("samples"),
                counts.get("samplesUsed") + counts.get("samplesSkipped") + counts.get("samplesLate"));
    }
}
