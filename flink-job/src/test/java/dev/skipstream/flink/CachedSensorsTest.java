package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.skipstream.flink.SubtasksOnHarness.Setup;
import dev.skipstream.stream.SequenceRules;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.OperatorMetricGroup;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cached sensor costs, who makes place, and timers, on Flink's harness. */
class CachedSensorsTest {
    private static final int T = 20;
    private static final long TIMEOUT_MS = 1_000;
    private static final int CHANNELS = Golden.model("skip_gru").config().channels();

    private final StateAccesses accesses = new StateAccesses();
    private final Map<String, Object> metrics = new HashMap<>();

    @BeforeEach
    void clear() {
        accesses.take();
        metrics.clear();
    }

    static List<StateBackend> backends() {
        return List.of(new HashMapStateBackend(), new EmbeddedRocksDBStateBackend());
    }

    @SuppressWarnings("try") // its close() may be interrupted
    private final class Harness
            extends KeyedOneInputStreamOperatorTestHarness<String, SensorRecord, ClassifiedSequence> {
        Harness(SequenceRules rules, int cached, StateBackend backend) throws Exception {
            super(new CachedSkipRnnOperator(noting(rules), cached), SensorRecord::sensor, Types.STRING);
            setStateBackend(backend);
            setup();
            open();
        }

        /** The state accesses of one sample. */
        String send(String sensor, long seq) throws Exception {
            accesses.take();
            processElement(new SensorRecord(sensor, seq, seq, 1, sample(seq)), seq);
            return accesses.take();
        }

        String checkpoint(long id) throws Exception {
            accesses.take();
            snapshot(id, id);
            return accesses.take();
        }

        List<String> closed() {
            return extractOutputValues().stream()
                    .map(result -> result.sensor() + " " + result.updates())
                    .toList();
        }
    }

    private SkipRnnFunction noting(SequenceRules rules) {
        return new SkipRnnFunction(
                StartingModels.only(Golden.source("skip_gru")), rules, new SampleShape(CHANNELS, 0, 1)) {
            private static final long serialVersionUID = 1L;

            @Override
            public void setRuntimeContext(RuntimeContext context) {
                super.setRuntimeContext(accesses.noting(showing(context)));
            }
        };
    }

    /** The same context, whose metrics are noted by their names. */
    private RuntimeContext showing(RuntimeContext context) {
        OperatorMetricGroup group = proxy(OperatorMetricGroup.class, (method, arguments) -> {
            Object result = method.invoke(context.getMetricGroup(), arguments);
            if (result instanceof Counter || result instanceof Gauge) {
                metrics.put((String) arguments[0], result);
            }
            return result;
        });
        return proxy(
                RuntimeContext.class,
                (method, arguments) ->
                        method.getName().equals("getMetricGroup") ? group : method.invoke(context, arguments));
    }

    private interface Call {
        Object of(java.lang.reflect.Method method, Object[] arguments) throws Exception;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> call.of(method, arguments)));
    }

    @ParameterizedTest
    @MethodSource("backends")
    @SuppressWarnings("try")
    void shouldTouchNoStateOfACachedSensorUntilACheckpoint(StateBackend backend) throws Exception {
        try (Harness harness = new Harness(new SequenceRules(T, 60_000), 2, backend)) {
            assertEquals("cursor.value", harness.send("s", 0));
            for (int t = 1; t < T / 2; t++) {
                assertEquals("", harness.send("s", t), "sample " + t);
            }
            assertEquals("cursor.update hidden.update", harness.checkpoint(1));
            assertEquals("", harness.checkpoint(2), "nothing has changed");
            for (int t = T / 2; t < T; t++) {
                assertEquals("", harness.send("s", t), "sample " + t);
            }
            assertEquals("cursor.update hidden.clear", harness.checkpoint(3), "the sequence has ended");
            assertEquals(1, harness.closed().size());
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    @SuppressWarnings("try")
    void shouldMakePlaceOfTheSensorThatHasNotSentForLong(StateBackend backend) throws Exception {
        try (Harness harness = new Harness(new SequenceRules(T, 60_000), 2, backend)) {
            harness.send("hot", 0);
            harness.send("cold", 0);
            harness.send("hot", 0); // a repeat
            assertEquals("cursor.update hidden.update cursor.value", harness.send("new", 0), "cold makes place");
            assertEquals("", harness.send("hot", 0));
            harness.checkpoint(1);
            assertEquals("cursor.value", harness.send("cold", 0), "new has not changed since it was written");
            assertEquals("", harness.send("hot", 0));
            assertEquals("cursor.value", harness.send("new", 0));
            assertEquals(3L, ((Counter) metrics.get("cacheHits")).getCount());
            assertEquals(5L, ((Counter) metrics.get("cacheMisses")).getCount());
            assertEquals(2, ((Gauge<?>) metrics.get("cachedSensors")).getValue());
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    @SuppressWarnings("try")
    void shouldCloseSensorsWhetherTheyAreCachedOrNot(StateBackend backend) throws Exception {
        SequenceRules rules = new SequenceRules(T, 60_000).withIdleTimeout(TIMEOUT_MS);
        try (Harness harness = new Harness(rules, 2, backend)) {
            for (int sensor = 0; sensor < 5; sensor++) {
                harness.send("s" + sensor, 0);
            }
            harness.processWatermark(new Watermark(TIMEOUT_MS));
            harness.send("s3", 1); // takes the mark away
            harness.processWatermark(new Watermark(2 * TIMEOUT_MS));
            assertEquals(
                    List.of("s0 1", "s1 1", "s2 1", "s4 1"),
                    harness.closed().stream().sorted().toList());
            assertEquals(
                    "cursor.clear hidden.clear cursor.value",
                    harness.send("s0", 7),
                    "it comes back, and a cached one that was forgotten makes place");
            harness.processWatermark(Watermark.MAX_WATERMARK);
            assertEquals(6, harness.closed().size());
            assertEquals(0, harness.numEventTimeTimers());
            harness.snapshot(1, 1);
            if (backend instanceof HashMapStateBackend) {
                assertEquals(0, harness.numKeyedStateEntries());
            }
        }
    }

    /** The heap's state is the object itself, and a checkpoint is written while its task goes on. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotChangeWhatACheckpointIsStillWriting(boolean writtenByIt) throws Exception {
        SequenceRules rules = new SequenceRules(T, 60_000);
        Setup setup = new Setup(1, false, 1);
        SubtasksOnHarness subtasks = new SubtasksOnHarness(rules, setup, null, null);
        try {
            send(subtasks, "s", 0);
            if (!writtenByIt) { // it is in the state, and has been read from there again
                send(subtasks, "other", 0);
                send(subtasks, "s", 0);
            }
            Map<String, List<String>> expected = subtasks.read(subtasks.finish(subtasks.beginCheckpoint()));
            List<OperatorSnapshotFutures> begun = subtasks.beginCheckpoint();
            for (int t = 1; t < T - 1; t++) {
                send(subtasks, "s", t);
            }
            assertEquals(expected, subtasks.read(subtasks.finish(begun)));
            assertNotEquals(expected, subtasks.read(subtasks.savepoint()), "it tests nothing");
        } finally {
            subtasks.close();
        }
    }

    private static void send(SubtasksOnHarness subtasks, String sensor, long seq) throws Exception {
        subtasks.send(new SensorRecord(sensor, seq, seq, 1, sample(seq)), seq);
    }

    private static float[] sample(long seq) {
        SplittableRandom random = new SplittableRandom(seq);
        float[] values = new float[CHANNELS];
        for (int i = 0; i < CHANNELS; i++) {
            values[i] = (float) random.nextDouble(-2, 2);
        }
        return values;
    }
}
