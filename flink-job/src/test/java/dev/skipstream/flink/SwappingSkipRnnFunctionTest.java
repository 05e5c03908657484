package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.SkipRnn;
import dev.skipstream.rnn.UpdateGate;
import dev.skipstream.stream.Announcement;
import dev.skipstream.stream.SequenceRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that change while sensors stream, on Flink's own harness and on both state backends. */
class SwappingSkipRnnFunctionTest {
    private static final int T = 20;
    private static final ModelFile GOLDEN = Golden.model("skip_gru");
    private static final int CHANNELS = GOLDEN.config().channels();
    private static final SampleShape SHAPE = new SampleShape(CHANNELS, 0, 1);
    private static final SequenceRules RULES = new SequenceRules(T, 60_000);

    /** Versions 1 … 6 of a model, each with its own weights. */
    private static final List<ModelSource> VERSIONS = versions();

    private static List<ModelSource> versions() {
        List<ModelSource> versions = new ArrayList<>();
        for (int version = 0; version <= 6; version++) {
            ModelFile model = Golden.model("skip_gru");
            SplittableRandom random = new SplittableRandom(version);
            float[] weights = model.weights().data("rnn.weight_hh_l0");
            for (int i = 0; i < weights.length; i++) {
                weights[i] += (float) random.nextDouble(-0.1, 0.1);
            }
            Map<String, String> metadata = Map.of("name", "m", "version", Integer.toString(version));
            versions.add(new ModelSource("m@" + version, ModelFile.toBytes(model.config(), model.weights(), metadata)));
        }
        return versions;
    }

    static List<StateBackend> backends() {
        return List.of(new HashMapStateBackend(), new EmbeddedRocksDBStateBackend());
    }

    @SuppressWarnings("try") // its close() may be interrupted
    private static final class Harness
            extends KeyedBroadcastOperatorTestHarness<String, SensorRecord, ModelAnnouncement, ClassifiedSequence> {
        private long offset;

        Harness(StartingModels starting, StateBackend backend, OperatorSubtaskState restored) throws Exception {
            this(starting, RULES, backend, restored);
        }

        Harness(StartingModels starting, SequenceRules rules, StateBackend backend, OperatorSubtaskState restored)
                throws Exception {
            super(
                    new CoBroadcastWithKeyedOperator<>(new SwappingSkipRnnFunction(starting, rules, SHAPE), List.of()),
                    SensorRecord::sensor,
                    Types.STRING,
                    1024,
                    1,
                    0);
            setStateBackend(backend);
            setup();
            if (restored != null) {
                initializeState(restored);
            }
            open();
        }

        void send(String sensor, long seq, float[] values) throws Exception {
            processElement(new SensorRecord(sensor, seq, seq, 1, values), seq);
        }

        void announce(int version, long effectiveFrom) throws Exception {
            offset++;
            processBroadcastElement(announcement(version, effectiveFrom, offset), 0);
        }

        List<ClassifiedSequence> results() {
            return extractOutputValues();
        }

        List<String> models(String sensor) {
            return results().stream()
                    .filter(result -> result.sensor().equals(sensor))
                    .map(result -> result.sequence() + " " + result.model() + (result.complete() ? "" : " incomplete"))
                    .toList();
        }
    }

    private static ModelAnnouncement announcement(int version, long effectiveFrom, long offset) {
        return new ModelAnnouncement(
                "m@" + version, VERSIONS.get(version).bytes(), effectiveFrom, 1_700_000_000_000L, 0, offset);
    }

    private static StartingModels starting(int version) {
        return starting(version, 4);
    }

    private static StartingModels starting(int version, int kept) {
        return new StartingModels(VERSIONS.get(version), List.of(), kept, true, ModelsAhead.NONE);
    }

    private static float[] samples(long seed, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] samples = new float[length * CHANNELS];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) random.nextDouble(-2, 2);
        }
        return samples;
    }

    private static float[] slice(float[] samples, int from, int to) {
        return Arrays.copyOfRange(samples, from * CHANNELS, to * CHANNELS);
    }

    /** What the version says of a whole sequence. */
    private static float[] predict(String stamp, float[] sequence) throws Exception {
        ModelFile file = VERSIONS.get(Integer.parseInt(stamp.substring(2))).parse();
        SkipRnn rnn = new SkipRnn(file.config(), file.weights());
        RnnState state = rnn.newState();
        rnn.run(sequence, T, state);
        return rnn.classify(state).outputs();
    }

    private static void assertPredictions(List<ClassifiedSequence> results, Map<String, float[]> samples)
            throws Exception {
        for (ClassifiedSequence result : results) {
            if (result.complete()) {
                int first = (int) result.firstSeq();
                float[] sequence = slice(samples.get(result.sensor()), first, first + T);
                assertArrayEquals(predict(result.model(), sequence), result.outputs(), result.sensor());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    @SuppressWarnings("try")
    void shouldChooseTheModelByTheTimeOfTheSequencesFirstSample(StateBackend backend) throws Exception {
        Map<String, float[]> samples = new HashMap<>();
        try (Harness harness = new Harness(starting(1), backend, null)) {
            for (int s = 0; s < 6; s++) {
                samples.put("s" + s, samples(s, 6 * T));
            }
            // sensors are told at different places of their streams, one of them of the later model first
            harness.send("s0", 0, slice(samples.get("s0"), 0, T + 3));
            harness.announce(3, 4 * T);
            harness.send("s1", 0, slice(samples.get("s1"), 0, 2 * T - 1));
            harness.announce(2, 2 * T);
            for (int s = 0; s < 6; s++) {
                int from = s == 0 ? T + 3 : s == 1 ? 2 * T - 1 : 0;
                for (int t = from; t < 6 * T; t++) {
                    harness.send("s" + s, t, slice(samples.get("s" + s), t, t + 1));
                }
            }
            List<String> expected = List.of("0 m@1", "1 m@1", "2 m@2", "3 m@2", "4 m@3", "5 m@3");
            for (int s = 0; s < 6; s++) {
                assertEquals(expected, harness.models("s" + s));
            }
            assertPredictions(harness.results(), samples);
            for (ClassifiedSequence result : harness.results()) {
                int version = Integer.parseInt(result.model().substring(2));
                assertEquals(VERSIONS.get(version).parse().sha256(), result.modelHash());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    @SuppressWarnings("try")
    void shouldEndRunningSequencesWithTheirOwnModel(StateBackend backend) throws Exception {
        float[] samples = samples(1, 3 * T);
        try (Harness harness = new Harness(starting(1), backend, null)) {
            harness.send("s", 0, slice(samples, 0, 2));
            harness.announce(2, 0); // its time has passed: for new sequences, from now on
            harness.send("s", 2, slice(samples, 2, T + 2));
            harness.announce(3, Announcement.AT_ONCE);
            harness.send("s", T + 2, slice(samples, T + 2, 3 * T));
            assertEquals(List.of("0 m@1", "1 m@2", "2 m@3"), harness.models("s"));
            assertPredictions(harness.results(), Map.of("s", samples));
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    @SuppressWarnings("try")
    void shouldCloseSequencesOnTheOldestModelWhenThereAreTooMany(StateBackend backend) throws Exception {
        Map<String, float[]> samples = new HashMap<>();
        for (int s = 0; s < 40; s++) {
            samples.put("s" + s, samples(s, 3 * T));
        }
        try (Harness harness = new Harness(starting(1, 2), backend, null)) {
            for (int s = 0; s < 40; s++) {
                float[] all = samples.get("s" + s);
                harness.send("s" + s, 0, slice(all, 0, s % 2 == 0 ? 2 : T)); // half of them are running
            }
            harness.announce(2, T);
            assertEquals(20, harness.results().size(), "two may stay");
            for (int s = 1; s < 40; s += 4) {
                harness.send("s" + s, T, slice(samples.get("s" + s), T, T + 2)); // begin with model 2
            }
            harness.announce(3, 2 * T);
            List<ClassifiedSequence> closed =
                    harness.results().subList(20, harness.results().size());
            assertEquals(20, closed.size());
            for (ClassifiedSequence result : closed) {
                assertEquals("m@1", result.model());
                assertFalse(result.complete());
                assertEquals(0, result.missing());
                assertTrue(result.updates() >= 1);
                assertEquals(0, Integer.parseInt(result.sensor().substring(1)) % 2, result.sensor());
            }
            for (int s = 0; s < 40; s++) {
                int from = s % 2 == 0 ? 2 : s % 4 == 1 ? T + 2 : T;
                harness.send("s" + s, from, slice(samples.get("s" + s), from, 3 * T));
            }
            assertEquals(List.of("0 m@1 incomplete", "1 m@2", "2 m@3"), harness.models("s0"));
            assertEquals(List.of("0 m@1", "1 m@2", "2 m@3"), harness.models("s1"));
            assertPredictions(harness.results(), samples);
        }
    }

    @Test
    @SuppressWarnings("try")
    void shouldNotKeepAModelOlderThanAllThatStay() throws Exception {
        float[] samples = samples(2, T);
        try (Harness harness = new Harness(starting(1, 2), new HashMapStateBackend(), null)) {
            harness.announce(2, 100);
            harness.announce(3, 200); // model 1 goes
            harness.announce(4, 50); // so does this one, at once
            harness.send("s", 0, samples);
            assertEquals(List.of("0 m@2"), harness.models("s"));
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    @SuppressWarnings("try")
    void shouldKnowItsModelsAndTheirTimesAfterARestart(StateBackend backend) throws Exception {
        float[] samples = samples(3, 6 * T);
        OperatorSubtaskState snapshot;
        try (Harness harness = new Harness(starting(1, 3), backend, null)) {
            harness.announce(2, 2 * T);
            harness.send("s", 0, slice(samples, 0, 2));
            harness.announce(3, 4 * T);
            snapshot = harness.snapshot(1, 1);
        }
        // another model of the job's own takes the place of the old one, which has a sequence to end
        try (Harness harness = new Harness(starting(5, 3), backend, snapshot)) {
            harness.send("s", 2, slice(samples, 2, 6 * T));
            assertEquals(List.of("0 m@1", "1 m@5", "2 m@2", "3 m@2", "4 m@3", "5 m@3"), harness.models("s"));
            assertPredictions(harness.results(), Map.of("s", samples));
            harness.processBroadcastElement(announcement(3, 4 * T, 2), 0); // read again: nothing new
            harness.send("s", 6 * T, slice(samples, 0, T));
            assertEquals("6 m@3", harness.models("s").get(6));
        }
    }

    @Test
    @SuppressWarnings("try")
    void shouldCloseSequencesOfEvictedModelsAfterARestartToo() throws Exception {
        float[] samples = samples(4, 2 * T);
        OperatorSubtaskState snapshot;
        try (Harness harness = new Harness(starting(1), new HashMapStateBackend(), null)) {
            harness.send("s", 0, slice(samples, 0, 2));
            snapshot = harness.snapshot(1, 1);
        }
        try (Harness harness = new Harness(starting(2, 1), new HashMapStateBackend(), snapshot)) {
            assertEquals(List.of(), harness.models("s"));
            harness.announce(3, T);
            assertEquals(List.of("0 m@1 incomplete"), harness.models("s"));
            harness.send("s", 2, slice(samples, 2, 2 * T));
            assertEquals(List.of("0 m@1 incomplete", "1 m@3"), harness.models("s"));
        }
    }

    @Test
    @SuppressWarnings("try")
    void shouldBeginWithWhatMainFoundInTheTopic() throws Exception {
        float[] samples = samples(5, 3 * T);
        StartingModels starting = new StartingModels(
                null, List.of(announcement(1, T, 0), announcement(2, 2 * T, 1)), 4, true, ModelsAhead.NONE);
        OperatorSubtaskState snapshot;
        try (Harness harness = new Harness(starting, new HashMapStateBackend(), null)) {
            harness.announce(1, T); // the stream repeats what main has read
            harness.send("s", 0, slice(samples, 0, 3 * T));
            assertEquals(List.of("0 m@1", "1 m@1", "2 m@2"), harness.models("s"));
            snapshot = harness.snapshot(1, 1);
        }
        // main finds a later one now, but the stream has not come to it: it is not served before
        StartingModels later = new StartingModels(
                null,
                List.of(announcement(2, 2 * T, 1), announcement(3, Announcement.AT_ONCE, 2)),
                4,
                true,
                ModelsAhead.NONE);
        try (Harness harness = new Harness(later, new HashMapStateBackend(), snapshot)) {
            harness.send("s", 3 * T, slice(samples, 0, T));
            harness.processBroadcastElement(announcement(3, Announcement.AT_ONCE, 2), 0);
            harness.send("s", 4 * T, slice(samples, 0, T));
            assertEquals(List.of("3 m@2", "4 m@3"), harness.models("s"));
        }
    }

    @Test
    @SuppressWarnings("try")
    void shouldKnowModelsAnnouncedWhileItWasDownBeforeTheSamplesOfTheirTime() throws Exception {
        float[] samples = samples(7, 5 * T);
        OperatorSubtaskState snapshot;
        try (Harness harness = new Harness(starting(1), new HashMapStateBackend(), null)) {
            harness.send("s", 0, slice(samples, 0, 3));
            snapshot = harness.snapshot(1, 1);
        }
        ModelAnnouncement announced = announcement(2, T, 1);
        StartingModels ahead = new StartingModels(
                VERSIONS.get(1), List.of(), 2, true, () -> List.of(announced, announcement(3, 0, 0)));
        try (Harness harness = new Harness(ahead, new HashMapStateBackend(), snapshot)) {
            harness.send("s", 3, slice(samples, 3, T + 3)); // before the broadcast has come to it
            snapshot = harness.snapshot(2, 2);
            harness.processBroadcastElement(announced, 0);
            harness.send("s", T + 3, slice(samples, T + 3, 2 * T));
            assertEquals(List.of("0 m@1", "1 m@2"), harness.models("s"));
        }
        try (Harness harness = new Harness(starting(1), new HashMapStateBackend(), snapshot)) {
            harness.send("s", T + 3, slice(samples, T + 3, 3 * T)); // its model is in the checkpoint
            assertEquals(List.of("1 m@2", "2 m@2"), harness.models("s"));
            assertPredictions(harness.results(), Map.of("s", samples));
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    @SuppressWarnings("try")
    void shouldGoOnFromASavepointOfAJobWithoutAModelsTopicAndBack(StateBackend backend) throws Exception {
        float[] samples = samples(6, 3 * T);
        OperatorSubtaskState snapshot;
        try (Plain harness = new Plain(1, backend, null)) {
            harness.processElement(new SensorRecord("s", 0, 0, 1, slice(samples, 0, 3)), 0);
            snapshot = harness.snapshot(1, 1);
        }
        try (Harness harness = new Harness(starting(2), backend, snapshot)) {
            harness.send("s", 3, slice(samples, 3, T));
            harness.announce(3, T);
            harness.send("s", T, slice(samples, T, T + 3));
            assertEquals(List.of("0 m@1"), harness.models("s"));
            assertArrayEquals(
                    predict("m@1", slice(samples, 0, T)),
                    harness.results().get(0).outputs());
            snapshot = harness.snapshot(2, 2);
        }
        try (Plain harness = new Plain(4, backend, snapshot)) {
            harness.processElement(new SensorRecord("s", T + 3, T + 3, 1, slice(samples, T + 3, 2 * T + 3)), 0);
            harness.processWatermark(Watermark.MAX_WATERMARK);
            List<ClassifiedSequence> results = harness.extractOutputValues();
            assertEquals("m@3", results.get(0).model());
            assertTrue(results.get(0).complete());
            assertEquals("m@4", results.get(1).model());
            assertFalse(results.get(1).complete());
        }
    }

    /** The operator of a job without a models topic. */
    @SuppressWarnings("try")
    private static final class Plain
            extends KeyedOneInputStreamOperatorTestHarness<String, SensorRecord, ClassifiedSequence> {
        Plain(int version, StateBackend backend, OperatorSubtaskState restored) throws Exception {
            super(
                    new KeyedProcessOperator<>(
                            new SkipRnnFunction(StartingModels.only(VERSIONS.get(version)), RULES, SHAPE)),
                    SensorRecord::sensor,
                    Types.STRING,
                    1024,
                    1,
                    0);
            setStateBackend(backend);
            setup();
            if (restored != null) {
                initializeState(restored);
            }
            open();
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    @SuppressWarnings("try")
    void shouldCloseOpenSequencesWhenBothInputsEnd(StateBackend backend) throws Exception {
        try (Harness harness = new Harness(starting(1), backend, null)) {
            harness.send("s", 0, slice(samples(1, T), 0, 2));
            harness.processWatermark(new Watermark(1_000_000_000));
            assertEquals(List.of(), harness.models("s"));
            harness.processWatermark(Watermark.MAX_WATERMARK);
            harness.processBroadcastWatermark(Watermark.MAX_WATERMARK);
            assertEquals(List.of("0 m@1 incomplete"), harness.models("s"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @SuppressWarnings("try")
    void shouldBeginEndlessSequencesAnewWithANewModelOrKeepTheirs(boolean reset) throws Exception {
        float[] samples = samples(8, 6 * T);
        SequenceRules endless = SequenceRules.of(0, 0, null, 60_000).withResetOnModelChange(reset);
        try (Harness harness = new Harness(starting(1), endless, new HashMapStateBackend(), null)) {
            harness.announce(2, 2 * T);
            for (int t = 0; t < 3 * T; t++) {
                harness.send("s", t, slice(samples, t, t + 1));
            }
            harness.announce(3, 0); // late, and older than what serves: nobody's
            harness.send("s", 3 * T, slice(samples, 3 * T, 6 * T));

            List<String> expected = new ArrayList<>();
            long needed = 0;
            long first = 0;
            String stamp = "m@1";
            SkipRnn rnn = rnn(1);
            RnnState state = rnn.newState();
            for (int t = 0; t < 6 * T; t++) {
                if (t < needed) {
                    continue;
                }
                if (reset && t >= 2 * T && stamp.equals("m@1")) {
                    stamp = "m@2";
                    rnn = rnn(2);
                    state = rnn.newState();
                    first = t;
                }
                needed = t + UpdateGate.samplesToNextUpdate(rnn.step(samples, t * CHANNELS, state));
                expected.add(stamp + " " + first + " … " + t + " "
                        + Arrays.toString(rnn.classify(state).outputs()));
            }
            assertEquals(
                    expected,
                    harness.results().stream()
                            .map(result -> result.model() + " " + result.startTime() + " … " + result.lastSeq() + " "
                                    + Arrays.toString(result.outputs()))
                            .toList());
            assertTrue(expected.size() > 10, expected.toString());
        }
    }

    @Test
    @SuppressWarnings("try")
    void shouldBeginEndlessSequencesAgainWhoseModelIsDropped() throws Exception {
        float[] samples = samples(9, 4 * T);
        SequenceRules endless = SequenceRules.of(0, 0, null, 60_000);
        try (Harness harness = new Harness(starting(1, 1), endless, new HashMapStateBackend(), null)) {
            harness.send("s", 0, slice(samples, 0, T));
            harness.announce(2, Announcement.AT_ONCE);
            harness.send("s", T, slice(samples, T, 4 * T));
            List<String> models = harness.results().stream()
                    .map(ClassifiedSequence::model)
                    .distinct()
                    .toList();
            assertEquals(List.of("m@1", "m@2"), models);
            ClassifiedSequence again = harness.results().stream()
                    .filter(result -> result.model().equals("m@2"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(T, again.firstSeq(), "the next sample");
        }
    }

    private static SkipRnn rnn(int version) throws Exception {
        ModelFile file = VERSIONS.get(version).parse();
        return new SkipRnn(file.config(), file.weights());
    }
}
