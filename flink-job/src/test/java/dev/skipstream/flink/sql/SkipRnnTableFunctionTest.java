package dev.skipstream.flink.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.flink.ModelSource;
import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.SkipRnn;
import dev.skipstream.rnn.UpdateGate;
import dev.skipstream.stream.SequenceRules;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.dataview.ListView;
import org.apache.flink.table.api.dataview.MapView;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.ProcessTableFunction;
import org.apache.flink.table.functions.TableSemantics;
import org.apache.flink.table.types.DataType;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

/** The function on one sensor's state, whose accesses are noted; no planner. */
class SkipRnnTableFunctionTest {
    private static final int T = 20;

    private final List<String> calls = new ArrayList<>();
    private final List<RowData> results = new ArrayList<>();
    private final NotedView memory = new NotedView();
    private final ListView<byte[]> waiting = new ListView<>();
    private final ListView<byte[]> used = new ListView<>();

    /** Says what is asked of it: get 0 is a read of the cursor, put 1 a write of the hidden state. */
    private final class NotedView extends MapView<Byte, byte[]> {
        @Override
        public byte[] get(Byte key) throws Exception {
            calls.add("get " + key);
            return super.get(key);
        }

        @Override
        public void put(Byte key, byte[] value) throws Exception {
            calls.add("put " + key);
            super.put(key, value);
        }

        @Override
        public void remove(Byte key) throws Exception {
            calls.add("remove " + key);
            super.remove(key);
        }
    }

    /** Sensor, seq, time and a sample of two channels. */
    private record Sensors() implements TableSemantics {
        @Override
        public DataType dataType() {
            return DataTypes.ROW(
                    DataTypes.FIELD("sensor", DataTypes.STRING()),
                    DataTypes.FIELD("seq", DataTypes.BIGINT()),
                    DataTypes.FIELD("time", DataTypes.BIGINT()),
                    DataTypes.FIELD("value", DataTypes.ARRAY(DataTypes.FLOAT())));
        }

        @Override
        public int[] partitionByColumns() {
            return new int[] {0};
        }

        @Override
        public int[] orderByColumns() {
            return new int[0];
        }

        @Override
        public int timeColumn() {
            return -1;
        }

        @Override
        public Optional<ChangelogMode> changelogMode() {
            return Optional.empty();
        }
    }

    /** Takes timers without keeping them. */
    private static final class NoTimers
            implements ProcessTableFunction.Context, ProcessTableFunction.TimeContext<Long> {
        @Override
        @SuppressWarnings("unchecked") // the function asks for Long
        public <TimeType> ProcessTableFunction.TimeContext<TimeType> timeContext(Class<TimeType> conversionClass) {
            return (ProcessTableFunction.TimeContext<TimeType>) this;
        }

        @Override
        public TableSemantics tableSemanticsFor(String argument) {
            return new Sensors();
        }

        @Override
        public void clearState(String name) {}

        @Override
        public void clearAllState() {}

        @Override
        public void clearAllTimers() {}

        @Override
        public void clearAll() {}

        @Override
        public ChangelogMode getChangelogMode() {
            return ChangelogMode.insertOnly();
        }

        @Override
        public Long time() {
            return null;
        }

        @Override
        public Long currentWatermark() {
            return null;
        }

        @Override
        public void registerOnTime(String name, Long time) {}

        @Override
        public void registerOnTime(Long time) {}

        @Override
        public void clearTimer(String name) {}

        @Override
        public void clearTimer(Long time) {}
    }

    private SkipRnnTableFunction function(ModelSource[] earlier, String model) throws Exception {
        SkipRnnTableFunction function = new SkipRnnTableFunction(new SkipRnnCall(
                source(model),
                earlier,
                new SequenceRules(T, 60_000),
                new InputColumns(new Sensors(), -1, 2, 0, 1),
                false));
        function.open(new FunctionContext(null));
        function.setCollector(new Collector<>() {
            @Override
            public void collect(RowData row) {
                results.add(row);
            }

            @Override
            public void close() {}
        });
        return function;
    }

    private static ModelSource source(String golden) throws IOException {
        return new ModelSource(golden, Files.readAllBytes(SensorSamples.file(golden)));
    }

    private static float[] samples() {
        SplittableRandom random = new SplittableRandom(5);
        float[] samples = new float[2 * T];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) random.nextDouble(-2, 2);
        }
        return samples;
    }

    private void send(SkipRnnTableFunction function, float[] samples, int t) {
        RowData row =
                GenericRowData.of(StringData.fromString("s"), (long) t, (long) t, new GenericArrayData(new float[] {
                    samples[2 * t], samples[2 * t + 1]
                }));
        function.eval(
                new NoTimers(), memory, waiting, used, row, null, null, null, null, null, null, null, null, null, null);
    }

    private String take() {
        String taken = String.join(", ", calls);
        calls.clear();
        return taken;
    }

    @Test
    void shouldReadTheCursorOnceAndWriteNothingWhenSampleIsSkipped() throws Exception {
        SkipRnnTableFunction function = function(new ModelSource[0], "skip_gru");
        ModelFile file = source("skip_gru").parse();
        SkipRnn rnn = new SkipRnn(file.config(), file.weights());
        RnnState state = rnn.newState();
        float[] samples = samples();
        long needed = 0;
        int skipped = 0;
        for (int t = 0; t < T; t++) {
            send(function, samples, t);
            if (t < needed) {
                assertEquals("get 0", take(), "sample " + t + " is skipped");
                skipped++;
                continue;
            }
            long n = UpdateGate.samplesToNextUpdate(rnn.step(samples, 2 * t, state));
            needed = n >= T - t ? T : t + n;
            String expected =
                    "get 0" + (t == 0 ? "" : ", get 1") + (needed == T ? ", remove 1" : ", put 1") + ", put 0";
            assertEquals(expected, take(), "sample " + t + " is needed");
        }
        assertTrue(skipped > 5, "the model skips too little to test anything: " + skipped);
        assertEquals(1, results.size());
    }

    @Test
    void shouldEndAnOpenSequenceWithItsOwnModelAfterARestartWithAnother() throws Exception {
        float[] samples = samples();
        send(function(new ModelSource[0], "skip_gru"), samples, 0);
        SkipRnnTableFunction next = function(new ModelSource[] {source("skip_gru")}, "skip_gru_lambda0");
        for (int t = 1; t < T; t++) {
            send(next, samples, t);
        }
        assertEquals("skip_gru@1", results.get(0).getString(15).toString());
    }

    @Test
    void shouldNameTheModelThatAnOpenSequenceLacks() throws Exception {
        float[] samples = samples();
        send(function(new ModelSource[0], "skip_gru"), samples, 0);
        SkipRnnTableFunction next = function(new ModelSource[0], "skip_gru_lambda0");
        String hash = source("skip_gru").parse().sha256().substring(0, 16);
        IllegalStateException failed = assertThrows(IllegalStateException.class, () -> {
            for (int t = 1; t < T; t++) {
                send(next, samples, t);
            }
        });
        assertEquals(
                "the model that an open sequence began with must be named by model or earlier_models, found none whose"
                        + " SHA-256 begins with " + hash,
                failed.getMessage());
    }
}
