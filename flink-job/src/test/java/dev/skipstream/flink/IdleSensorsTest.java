package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.stream.SequenceRules;
import java.util.List;
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

/** Sensors that fall silent, on Flink's harness. */
class IdleSensorsTest {
    private static final long TIMEOUT_MS = 1_000;
    private static final int CHANNELS = Golden.model("skip_gru").config().channels();

    static List<StateBackend> backends() {
        return List.of(new HashMapStateBackend(), new EmbeddedRocksDBStateBackend());
    }

    @SuppressWarnings("try") // its close() may be interrupted
    private static final class Harness
            extends KeyedOneInputStreamOperatorTestHarness<String, SensorRecord, ClassifiedSequence> {
        Harness(SequenceRules rules, StateBackend backend, OperatorSubtaskState restored) throws Exception {
            super(
                    new KeyedProcessOperator<>(new SkipRnnFunction(
                            StartingModels.only(Golden.source("skip_gru")), rules, new SampleShape(CHANNELS, 0, 1))),
                    SensorRecord::sensor,
                    Types.STRING);
            setStateBackend(backend);
            setup();
            if (restored != null) {
                initializeState(restored);
            }
            open();
        }

        void send(String sensor, long seq, long time) throws Exception {
            processElement(new SensorRecord(sensor, seq, time, 1, new float[CHANNELS]), time);
        }

        List<ClassifiedSequence> results() {
            return extractOutputValues();
        }
    }

    private static SequenceRules rules() {
        return new SequenceRules(20, 60_000).withIdleTimeout(TIMEOUT_MS);
    }

    @ParameterizedTest
    @MethodSource("backends")
    @SuppressWarnings("try")
    void shouldCloseAndForgetASensorAfterOneToTwoTimeouts(StateBackend backend) throws Exception {
        try (Harness harness = new Harness(rules(), backend, null)) {
            harness.send("silent", 0, 10_000);
            harness.send("busy", 0, 10_000);
            harness.processWatermark(new Watermark(11_000));
            harness.send("busy", 1, 11_900); // the subtask's clock is at 11.9 s
            assertEquals(0, harness.results().size());
            harness.processWatermark(new Watermark(11_999));
            assertEquals(0, harness.results().size());
            harness.processWatermark(new Watermark(12_000));
            assertEquals(1, harness.results().size());
            ClassifiedSequence closed = harness.results().get(0);
            assertEquals("silent", closed.sensor());
            assertFalse(closed.complete());
            assertEquals(0, closed.missing());
            harness.processWatermark(new Watermark(20_000));
            assertEquals(2, harness.results().size(), "the busy one has fallen silent too");
            assertEquals(0, harness.numEventTimeTimers());
            if (backend instanceof HashMapStateBackend) {
                assertEquals(0, harness.numKeyedStateEntries());
            }
            harness.send("silent", 5, 21_000);
            harness.processWatermark(Watermark.MAX_WATERMARK);
            assertEquals(3, harness.results().size());
            assertEquals(5, harness.results().get(2).lastSeq());
        }
    }

    @Test
    @SuppressWarnings("try")
    void shouldNotForgetSensorsOfAPartitionThatIsAheadOfTheWatermark() throws Exception {
        try (Harness harness = new Harness(rules(), new HashMapStateBackend(), null)) {
            harness.send("ahead", 0, 10_000);
            harness.send("ahead", 1, 50_000);
            harness.processWatermark(new Watermark(11_000)); // marks
            harness.processWatermark(new Watermark(50_999));
            assertEquals(0, harness.results().size());
            harness.processWatermark(new Watermark(51_000));
            assertEquals(1, harness.results().size());
        }
    }

    @Test
    @SuppressWarnings("try")
    void shouldTimeSensorsOfARunThatKnewNoIdleTimeout() throws Exception {
        OperatorSubtaskState snapshot;
        try (Harness harness = new Harness(new SequenceRules(20, 60_000), new HashMapStateBackend(), null)) {
            harness.send("s", 0, 10_000);
            snapshot = harness.snapshot(1, 1);
        }
        try (Harness harness = new Harness(rules(), new HashMapStateBackend(), snapshot)) {
            harness.send("s", 0, 10_100);
            harness.processWatermark(new Watermark(13_000));
            assertEquals(1, harness.results().size());
            assertEquals(0, harness.numEventTimeTimers());
        }
    }

    @Test
    @SuppressWarnings("try")
    void shouldTakeNoMoreStateForManySensorsThatComeAndGo() throws Exception {
        int alive = 500; // sensors that send within one timeout
        int sensors = Integer.getInteger("skipstream.soak.sensors", 50_000);
        try (Harness harness =
                new Harness(rules().withMaxLateness(100).withUsed(true), new HashMapStateBackend(), null)) {
            int most = 0;
            long time = 1_000_000;
            for (int sensor = 0; sensor < sensors; sensor++) {
                time += TIMEOUT_MS / alive;
                harness.send("sensor " + sensor, 0, time);
                harness.send("sensor " + sensor, 2 + sensor % 19, time + 1);
                harness.processWatermark(new Watermark(time - 1));
                if (sensor % 1_000 == 0) {
                    most = Math.max(most, harness.numKeyedStateEntries());
                    harness.getOutput().clear();
                }
            }
            assertTrue(most > alive && most < 4 * 4 * alive, "state entries: " + most);
            harness.processWatermark(new Watermark(time + 10 * TIMEOUT_MS));
            assertEquals(0, harness.numKeyedStateEntries());
            assertEquals(0, harness.numEventTimeTimers());
        }
    }
}
