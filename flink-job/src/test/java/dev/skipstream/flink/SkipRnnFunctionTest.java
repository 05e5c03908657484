package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.SkipRnn;
import dev.skipstream.rnn.UpdateGate;
import dev.skipstream.stream.SequenceRules;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The operator on Flink's own harness, on both state backends. */
class SkipRnnFunctionTest {
    private static final String MODEL = "skip_gru";
    private static final int T = 20;
    private static final ModelFile FILE = Golden.model(MODEL);
    private static final int CHANNELS = FILE.config().channels();

    static List<StateBackend> backends() {
        return List.of(new HashMapStateBackend(), new EmbeddedRocksDBStateBackend());
    }

    @SuppressWarnings("try") // its close() may be interrupted
    private static final class Harness
            extends KeyedOneInputStreamOperatorTestHarness<String, SensorRecord, ClassifiedSequence> {
        Harness(SkipRnnFunction function, StateBackend backend, OperatorSubtaskState restored) throws Exception {
            super(new KeyedProcessOperator<>(function), SensorRecord::sensor, Types.STRING);
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

        List<ClassifiedSequence> results() {
            return extractOutputValues();
        }
    }

    private static SkipRnnFunction function(String model) {
        return new SkipRnnFunction(
                StartingModels.only(Golden.source(model)),
                new SequenceRules(T, 60_000),
                new SampleShape(CHANNELS, 0, 1));
    }

    /** The function, with a note of its state accesses. */
    private static SkipRnnFunction noting(StateAccesses accesses) {
        return new SkipRnnFunction(
                StartingModels.only(Golden.source(MODEL)),
                new SequenceRules(T, 60_000),
                new SampleShape(CHANNELS, 0, 1)) {
            private static final long serialVersionUID = 1L;

            @Override
            public void setRuntimeContext(RuntimeContext context) {
                super.setRuntimeContext(accesses.noting(context));
            }
        };
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

    /** The golden model after one whole sequence. */
    private static float[] predict(float[] sequence) {
        SkipRnn rnn = new SkipRnn(FILE.config(), FILE.weights());
        RnnState state = rnn.newState();
        rnn.run(sequence, T, state);
        return rnn.classify(state).outputs();
    }

    @ParameterizedTest
    @MethodSource("backends")
    @SuppressWarnings("try")
    void shouldEqualWholeSequencesForManyInterleavedSensors(StateBackend backend) throws Exception {
        try (Harness harness = new Harness(function(MODEL), backend, null)) {
            int sensors = 7;
            for (int t = 0; t < 2 * T; t++) {
                for (int s = 0; s < sensors; s++) {
                    harness.send("s" + s, t, slice(samples(s, 2 * T), t, t + 1));
                }
            }
            assertEquals(2 * sensors, harness.results().size());
            for (ClassifiedSequence result : harness.results()) {
                float[] samples = samples(Long.parseLong(result.sensor().substring(1)), 2 * T);
                int from = (int) result.firstSeq();
                assertArrayEquals(predict(slice(samples, from, from + T)), result.outputs());
                assertTrue(result.complete());
                assertEquals(FILE.sha256(), result.modelHash());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    @SuppressWarnings("try")
    void shouldReadTheCursorOnceAndWriteNothingWhenSampleIsSkipped(StateBackend backend) throws Exception {
        StateAccesses accesses = new StateAccesses();
        try (Harness harness = new Harness(noting(accesses), backend, null)) {
            float[] samples = samples(5, T);
            SkipRnn rnn = new SkipRnn(FILE.config(), FILE.weights());
            RnnState state = rnn.newState();
            long needed = 0;
            int skipped = 0;
            boolean first = true;
            for (int t = 0; t < T; t++) {
                accesses.take();
                harness.send("s", t, slice(samples, t, t + 1));
                if (t < needed) {
                    assertEquals("cursor.value", accesses.take(), "sample " + t + " is skipped");
                    skipped++;
                    continue;
                }
                long n = UpdateGate.samplesToNextUpdate(rnn.step(samples, t * CHANNELS, state));
                needed = n >= T - t ? T : t + n;
                String expected = "cursor.value" + (first ? "" : " hidden.value")
                        + (needed == T ? " hidden.clear" : " hidden.update") + " cursor.update";
                assertEquals(expected, accesses.take(), "sample " + t + " is needed");
                first = false;
            }
            assertTrue(skipped > 5, "the model skips too little to test anything: " + skipped);
            harness.send("s", 3, slice(samples, 3, 4));
            assertEquals("cursor.value", accesses.take(), "a late sample");
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    @SuppressWarnings("try")
    void shouldGoOnFromASnapshotMidSequenceAsIfNothingHadHappened(StateBackend backend) throws Exception {
        float[] samples = samples(9, 2 * T);
        OperatorSubtaskState snapshot;
        try (Harness harness = new Harness(function(MODEL), backend, null)) {
            harness.send("s", 0, slice(samples, 0, 7));
            snapshot = harness.snapshot(1, 1);
            assertEquals(0, harness.results().size());
        }
        try (Harness harness = new Harness(function(MODEL), backend, snapshot)) {
            harness.send("s", 7, slice(samples, 7, 2 * T));
            assertEquals(2, harness.results().size());
            assertArrayEquals(
                    predict(slice(samples, 0, T)), harness.results().get(0).outputs());
            assertTrue(harness.results().get(0).complete());
        }
    }

    @Test
    @SuppressWarnings("try")
    void shouldEndOpenSequencesWithTheirOwnModelAfterARestartWithAnother() throws Exception {
        float[] samples = samples(11, 2 * T);
        OperatorSubtaskState snapshot;
        try (Harness harness = new Harness(function(MODEL), new HashMapStateBackend(), null)) {
            harness.send("s", 0, slice(samples, 0, 3));
            snapshot = harness.snapshot(1, 1);
        }
        try (Harness harness = new Harness(function("skip_gru_lambda0"), new HashMapStateBackend(), snapshot)) {
            harness.send("s", 3, slice(samples, 3, 2 * T));
            assertEquals("skip_gru@1", harness.results().get(0).model());
            assertArrayEquals(
                    predict(slice(samples, 0, T)), harness.results().get(0).outputs());
            assertEquals("skip_gru_lambda0@1", harness.results().get(1).model());
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    @SuppressWarnings("try")
    void shouldCloseOpenSequencesWhenTheInputEnds(StateBackend backend) throws Exception {
        try (Harness harness = new Harness(function(MODEL), backend, null)) {
            harness.send("open", 0, slice(samples(1, T), 0, 2));
            harness.send("done", 0, samples(2, T));
            harness.processWatermark(new Watermark(1_000_000_000));
            assertEquals(1, harness.results().size());
            harness.processWatermark(Watermark.MAX_WATERMARK);
            assertEquals(2, harness.results().size());
            ClassifiedSequence closed = harness.results().get(1);
            assertEquals("open", closed.sensor());
            assertFalse(closed.complete());
            assertEquals(0, closed.missing());
        }
    }
}
