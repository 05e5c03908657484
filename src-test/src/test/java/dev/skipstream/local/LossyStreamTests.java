package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.rnn.SkipRnn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples that are lost, repeated, late, or begin anew. */
interface LossyStreamTests extends JobTests {
    long RESTART_GAP_MS = 60_000;

    @ParameterizedTest
    @ValueSource(strings = {"skip_gru", "skip_lstm_2layer", "edge_T300_tiny_du_skip_lstm"})
    default void shouldNotCareWhatBecomesOfSkippedSamples(String name) throws IOException {
        GoldenStream golden = GoldenStream.of(name);
        List<Sample> needed = new ArrayList<>();
        List<Sample> skipped = new ArrayList<>();
        golden.samples().forEach(sample -> (golden.used()[(int) sample.seq()] ? needed : skipped).add(sample));
        List<Sample> someLost = new ArrayList<>(golden.samples());
        someLost.removeIf(sample -> !golden.used()[(int) sample.seq()] && sample.seq() % 2 == 0);
        List<Sample> repeated = new ArrayList<>();
        for (Sample sample : golden.samples()) {
            repeated.add(sample);
            repeated.add(sample);
        }
        List<Sample> late = new ArrayList<>(needed); // every skipped sample after the last result
        late.addAll(skipped);
        List<Sample> early = new ArrayList<>(); // those of a span in reverse order
        for (int seq = 0, from = 0; seq < golden.samples().size(); seq++) {
            from = golden.used()[seq] ? seq : from;
            early.add(golden.used()[seq] ? golden.samples().get(seq) : null);
            if (seq + 1 == golden.samples().size() || golden.used()[seq + 1]) {
                for (int back = seq, at = from + 1; back > from; back--, at++) {
                    early.set(at, golden.samples().get(back));
                }
            }
        }
        JobTopics topics = JobTopics.make(servers(), 1)
                .addAll("all", golden.samples())
                .addAll("all lost", needed)
                .addAll("some lost", someLost)
                .addAll("repeated", repeated)
                .addAll("late", late)
                .addAll("reversed", early);
        Map<String, Long> counts = topics.count(golden);
        GoldenJobTests.assertPredictions(golden, topics.results("all"));
        for (String sensor : List.of("all lost", "some lost", "repeated", "late", "reversed")) {
            assertEquals(topics.texts("all"), topics.texts(sensor), sensor);
        }
        assertEquals(6L * golden.updates(), counts.get("samplesUsed"));
        // a repeat of a used one is late, one of a skipped one is skipped again; "late" ones behind a used one are
        // late,
        // but those of the last span
        int tail = golden.samples().size() - 1 - golden.lastUsedSeq(golden.sequences() - 1);
        assertEquals(golden.updates() + skipped.size() - tail, counts.get("samplesLate"));
    }

    @Test
    default void shouldUseTheNextSampleInPlaceOfLostNeededOne() throws IOException {
        GoldenStream golden = GoldenStream.of("skip_lstm");
        Sample lost = golden.samples().get(golden.usedSeq(1, 1));
        List<Sample> without = new ArrayList<>(golden.samples());
        without.remove(lost);
        List<Sample> withLate = new ArrayList<>(without);
        withLate.add((int) lost.seq() + 3, lost);
        JobTopics topics = JobTopics.make(servers(), 1).addAll("lost", without).addAll("late", withLate);
        Map<String, Long> counts = topics.count(golden);
        List<JobResult> results = topics.results("lost");
        assertEquals(golden.sequences(), results.size());
        for (int k = 0; k < results.size(); k++) {
            if (k == 1) {
                assertEquals(1, results.get(k).number("missing"));
                assertTrue(results.get(k).complete());
            } else {
                GoldenJobTests.assertPrediction(golden, k, results.get(k));
            }
        }
        assertEquals(topics.texts("lost"), topics.texts("late"));
        assertEquals(1, counts.get("samplesLate"));
        assertPlain(golden, topics, Map.of("lost", without, "late", withLate), counts);
    }

    @Test
    default void shouldCloseSequenceOverLostNeededSample() throws IOException {
        GoldenStream golden = GoldenStream.of("skip_lstm");
        int last = golden.lastUsedSeq(0);
        List<Sample> cut = new ArrayList<>(golden.samples());
        cut.subList(last, golden.length()).clear();
        List<Sample> joinedInTheMiddle =
                golden.samples().subList(3, golden.samples().size());
        List<Sample> holed = new ArrayList<>(golden.samples());
        holed.subList(golden.length() - 1, 2 * golden.length() + 1).clear(); // sequence 1 whole and the border of 2
        JobTopics topics = JobTopics.make(servers(), 1)
                .addAll("cut", cut)
                .addAll("joined", joinedInTheMiddle)
                .addAll("holed", holed);
        Map<String, Long> counts = topics.count(golden);
        JobResult closed = topics.results("cut").get(0);
        assertFalse(closed.complete());
        assertEquals(1, closed.number("missing"));
        assertEquals(Long.parseLong(golden.reference().get(0)[3]) - 1, closed.number("updates"));
        assertEquals(golden.usedSeq(0, (int) closed.number("updates") - 1), closed.number("lastSeq"));
        JobResult joined = topics.results("joined").get(0);
        assertFalse(joined.complete());
        assertEquals(1, joined.number("missing"));
        assertEquals(0, joined.number("firstSeq"));
        assertEquals(golden.samples().get(3).time(), joined.number("startTime"));
        JobResult passedBorder = topics.results("holed").get(1);
        assertEquals(2, passedBorder.number("sequence"));
        assertEquals(1, passedBorder.number("missing"));
        assertFalse(passedBorder.complete());
        assertPlain(golden, topics, Map.of("cut", cut, "joined", joinedInTheMiddle, "holed", holed), counts);
    }

    @Test
    default void shouldBeginAnewWhenDeviceCountsAnew() throws IOException {
        GoldenStream golden = GoldenStream.of("skip_gru");
        List<Sample> restarted = new ArrayList<>(golden.samples().subList(0, golden.usedSeq(1, 2) + 1));
        List<Sample> repeated = new ArrayList<>(restarted);
        Sample last = restarted.get(restarted.size() - 1);
        for (Sample sample : golden.samples()) {
            restarted.add(sample.at(sample.seq(), last.time() + RESTART_GAP_MS + 1 + sample.seq()));
            repeated.add(sample.at(sample.seq(), last.time() + RESTART_GAP_MS)); // not later by more than the gap
        }
        JobTopics topics =
                JobTopics.make(servers(), 1).addAll("restarted", restarted).addAll("repeated", repeated);
        Map<String, Long> counts = topics.count(golden);
        List<JobResult> results = topics.results("restarted");
        assertEquals(golden.sequences() + 2, results.size());
        assertFalse(results.get(1).complete());
        assertEquals(0, results.get(1).number("missing"));
        assertEquals(last.seq(), results.get(1).number("lastSeq"));
        assertEquals(golden.sequences(), topics.results("repeated").size());
        assertPlain(golden, topics, Map.of("restarted", restarted, "repeated", repeated), counts);

        topics = JobTopics.make(servers(), 1).addAll("repeated", repeated);
        topics.count(golden, "--restart-gap", "59s");
        assertEquals(golden.sequences() + 2, topics.results("repeated").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"skip_gru", "skip_lstm_2layer", "skip_lstm_adding_mse", "gru"})
    default void shouldKeepTheRulesInAnyMess(String name) throws IOException {
        GoldenStream golden = GoldenStream.of(name);
        Map<String, List<Sample>> sensors = new LinkedHashMap<>();
        JobTopics topics = JobTopics.make(servers(), 2);
        for (int sensor = 0; sensor < 60; sensor++) {
            List<Sample> mess = mess(golden, new SplittableRandom(sensor));
            sensors.put("sensor " + sensor, mess);
            topics.addAll("sensor " + sensor, mess);
        }
        Map<String, Long> counts = topics.count(golden, "-Dparallelism.default=2");
        long incomplete = topics.results().stream().filter(r -> !r.complete()).count();
        long missing =
                topics.results().stream().filter(r -> r.number("missing") > 0).count();
        assertTrue(incomplete > 60 && missing > 60 && counts.get("samplesLate") > 60, "the mess is one: " + counts);
        assertPlain(golden, topics, sensors, counts);
    }

    private static List<Sample> mess(GoldenStream golden, SplittableRandom random) {
        List<Sample> mess = new ArrayList<>();
        double lost = random.nextDouble() * 0.4;
        double moved = random.nextDouble() * 0.2;
        for (int turn = 0; turn < 3; turn++) {
            long later = random.nextInt(3) * (RESTART_GAP_MS / 2 + 10_000);
            for (Sample sample : golden.samples()) {
                if (random.nextDouble() < lost) {
                    continue;
                }
                long seq = sample.seq() + (turn == 2 ? golden.samples().size() : 0); // or goes on
                Sample sent = sample.at(seq, sample.time() + turn * later);
                int at = mess.size() - (random.nextDouble() < moved ? random.nextInt(Math.min(8, mess.size() + 1)) : 0);
                mess.add(at, sent);
                if (random.nextDouble() < 0.1) {
                    mess.add(sent);
                }
            }
        }
        return mess;
    }

    /** Whether every sensor's results are those of the rules written plainly, and the counters their sums. */
    private static void assertPlain(
            GoldenStream golden, JobTopics topics, Map<String, List<Sample>> sensors, Map<String, Long> counts) {
        SkipRnn rnn = new SkipRnn(golden.file().config(), golden.file().weights());
        Map<String, List<JobResult>> bySensor =
                topics.results().stream().collect(Collectors.groupingBy(JobResult::key));
        long used = 0;
        long skipped = 0;
        long late = 0;
        for (Map.Entry<String, List<Sample>> sensor : sensors.entrySet()) {
            PlainStream plain = new PlainStream(rnn, golden.length(), RESTART_GAP_MS);
            sensor.getValue().forEach(plain::accept);
            plain.end();
            used += plain.used;
            skipped += plain.skipped;
            late += plain.late;
            List<PlainStream.Result> results = bySensor.getOrDefault(sensor.getKey(), List.of()).stream()
                    .map(LossyStreamTests::plain)
                    .toList();
            assertEquals(plain.results, results, sensor.getKey());
        }
        assertEquals(used, counts.get("samplesUsed"));
        assertEquals(skipped, counts.get("samplesSkipped"));
        assertEquals(late, counts.get("samplesLate"));
    }

    private static PlainStream.Result plain(JobResult result) {
        List<Float> outputs = new ArrayList<>();
        for (String output : result.outputs()) {
            outputs.add(Float.parseFloat(output));
        }
        return new PlainStream.Result(
                result.number("sequence"),
                result.number("firstSeq"),
                result.number("lastSeq"),
                result.number("startTime"),
                result.number("endTime"),
                result.number("updates"),
                result.complete(),
                result.number("missing"),
                outputs);
    }
}
