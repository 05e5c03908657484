package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.format.ModelFile;
import dev.skipstream.stream.Announcement;
import dev.skipstream.stream.SequenceRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models that are dropped while sensors are cached: the walk over all sensors finds those too. */
class CachedModelSwapTest {
    private static final int SENSORS = 12;
    private static final int T = 20;
    private static final SequenceRules RULES = new SequenceRules(T, 60_000).withUsed(true);
    private static final ModelFile GOLDEN = Golden.model("skip_gru");
    private static final SampleShape SHAPE = new SampleShape(GOLDEN.config().channels(), 0, 1);

    /** The same weights under versions 0 … 29. */
    private static final List<ModelSource> VERSIONS =
            IntStream.range(0, 30).mapToObj(CachedModelSwapTest::version).toList();

    private static ModelSource version(int version) {
        Map<String, String> metadata = Map.of("name", "m", "version", Integer.toString(version));
        return new ModelSource("m@" + version, ModelFile.toBytes(GOLDEN.config(), GOLDEN.weights(), metadata));
    }

    static List<StateBackend> backends() {
        return List.of(new HashMapStateBackend(), new EmbeddedRocksDBStateBackend());
    }

    @SuppressWarnings("try") // its close() may be interrupted
    private static final class Harness
            extends KeyedBroadcastOperatorTestHarness<String, SensorRecord, ModelAnnouncement, ClassifiedSequence> {
        Harness(int cached, StateBackend backend, OperatorSubtaskState restored) throws Exception {
            super(operator(cached), SensorRecord::sensor, Types.STRING, 1024, 1, 0);
            setStateBackend(backend);
            setup();
            if (restored != null) {
                initializeState(restored);
            }
            open();
        }

        private static CoBroadcastWithKeyedOperator<String, SensorRecord, ModelAnnouncement, ClassifiedSequence>
                operator(int cached) {
            SwappingSkipRnnFunction function = new SwappingSkipRnnFunction(
                    new StartingModels(VERSIONS.get(0), List.of(), 2, true, ModelsAhead.NONE), RULES, SHAPE);
            return cached == 0
                    ? new CoBroadcastWithKeyedOperator<>(function, List.of())
                    : new CachedSwappingSkipRnnOperator(function, cached);
        }

        List<String> takeResults() {
            List<String> results = extractOutputValues().stream()
                    .map(result -> new String(ResultJson.encode(result), StandardCharsets.UTF_8))
                    .toList();
            getOutput().clear();
            return results;
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void shouldCloseSequencesOfADroppedModelWhetherTheirSensorsAreCachedOrNot(StateBackend backend) throws Exception {
        Map<String, List<String>> expected = run(backend, 0);
        for (int cached : new int[] {1, 3, SENSORS}) {
            assertEquals(expected, run(backend, cached), cached + " cached");
        }
        long incomplete = expected.get("results").stream()
                .filter(result -> result.contains("\"complete\":false"))
                .count();
        assertTrue(incomplete > 20, "dropped models close too few sequences: " + incomplete);
    }

    /** Returns the results and, after them, the state. */
    @SuppressWarnings("try")
    private static Map<String, List<String>> run(StateBackend backend, int cached) throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        List<String> results = new ArrayList<>();
        OperatorSubtaskState snapshot = null;
        long[] next = new long[SENSORS];
        int version = 0;
        for (int restart = 0; restart < 3; restart++) {
            try (Harness harness = new Harness(cached, backend, snapshot)) {
                for (int step = 0; step < 500; step++) {
                    if (random.nextInt(60) == 0 && version + 1 < VERSIONS.size()) {
                        version++;
                        harness.processBroadcastElement(
                                new ModelAnnouncement(
                                        "m@" + version,
                                        VERSIONS.get(version).bytes(),
                                        Announcement.AT_ONCE,
                                        1_700_000_000_000L,
                                        0,
                                        version),
                                0);
                    }
                    int sensor = Math.min(random.nextInt(SENSORS), random.nextInt(SENSORS));
                    float[] values = new float[SHAPE.channels()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = (float) random.nextDouble(-2, 2);
                    }
                    long seq = next[sensor]++;
                    harness.processElement(new SensorRecord("s" + sensor, seq, seq, 1, values), seq);
                }
                snapshot = harness.snapshot(restart, restart);
                results.addAll(harness.takeResults());
            }
        }
        try (Harness reader = new Harness(0, backend, snapshot)) {
            Map<String, List<String>> shown = new HashMap<>(SensorStates.of(reader.getOperator()));
            shown.put("results", results);
            return shown;
        }
    }
}
