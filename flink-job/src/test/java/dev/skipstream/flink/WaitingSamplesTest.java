package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.stream.SequenceRules;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Waiting samples and used positions in Flink's state, across a savepoint. */
class WaitingSamplesTest {
    private static final int T = 20;
    private static final int CHANNELS = Golden.model("skip_gru").config().channels();

    static List<StateBackend> backends() {
        return List.of(new HashMapStateBackend(), new EmbeddedRocksDBStateBackend());
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, SensorRecord, ClassifiedSequence> harness(
            StateBackend backend, OperatorSubtaskState restored) throws Exception {
        SequenceRules rules =
                new SequenceRules(T, 60_000).withMaxLateness(1_000).withUsed(true);
        KeyedOneInputStreamOperatorTestHarness<String, SensorRecord, ClassifiedSequence> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new SkipRnnFunction(
                                StartingModels.only(Golden.source("skip_gru")),
                                rules,
                                new SampleShape(CHANNELS, 0, 1))),
                        SensorRecord::sensor,
                        Types.STRING);
        harness.setStateBackend(backend);
        harness.setup();
        if (restored != null) {
            harness.initializeState(restored);
        }
        harness.open();
        return harness;
    }

    private static SensorRecord sample(int seq) {
        SplittableRandom random = new SplittableRandom(seq);
        float[] values = new float[CHANNELS];
        for (int i = 0; i < CHANNELS; i++) {
            values[i] = (float) random.nextDouble(-2, 2);
        }
        return new SensorRecord("s", seq, 10L * seq, 1, values);
    }

    @ParameterizedTest
    @MethodSource("backends")
    @SuppressWarnings("try")
    void shouldPutSamplesInOrderAcrossASavepoint(StateBackend backend) throws Exception {
        ClassifiedSequence clean;
        try (var harness = harness(backend, null)) {
            for (int seq = 0; seq < T; seq++) {
                harness.processElement(sample(seq), seq);
            }
            clean = harness.extractOutputValues().get(0);
        }
        assertTrue(clean.complete());
        assertEquals(clean.updates(), clean.used().length);
        OperatorSubtaskState snapshot;
        try (var harness = harness(backend, null)) {
            for (int seq = T - 1; seq >= T / 2; seq--) {
                harness.processElement(sample(seq), seq);
            }
            harness.processElement(sample(0), 0);
            snapshot = harness.snapshot(1, 1);
            assertEquals(0, harness.extractOutputValues().size());
        }
        try (var harness = harness(backend, snapshot)) {
            for (int seq = T / 2 - 1; seq > 0; seq--) {
                harness.processElement(sample(seq), seq);
            }
            ClassifiedSequence result = harness.extractOutputValues().get(0);
            assertArrayEquals(clean.outputs(), result.outputs());
            assertArrayEquals(clean.used(), result.used());
            assertEquals(0, result.missing());
            assertTrue(result.complete());
        }
    }
}
