package dev.skipstream.flink.sql;

import static org.apache.flink.table.api.Expressions.$;
import static org.apache.flink.table.api.Expressions.descriptor;
import static org.apache.flink.table.api.Expressions.lit;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.flink.sql.SensorSamples.Expected;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Queries in a cluster. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SkipRnnSqlTest {
    private static final int T = SensorSamples.T;
    private static final String MODEL = "model => '" + SensorSamples.file("skip_gru") + "'";

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(4)
            .build());

    /** Results that left, of a test's jobs. */
    private static final Queue<Row> LEFT = new ConcurrentLinkedQueue<>();

    private static StreamTableEnvironment tables() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(2);
        StreamTableEnvironment tables = StreamTableEnvironment.create(env);
        tables.executeSql("CREATE FUNCTION SkipRnn AS '" + SkipRnnTableFunction.class.getName() + "'");
        return tables;
    }

    /** A table of samples 0 … {@code samples} − 1 of every sensor, in an environment that has the function. */
    private static StreamTableEnvironment sensors(long samples, boolean swapped) {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(2);
        StreamTableEnvironment tables = StreamTableEnvironment.create(env);
        createSensors(tables, env, samples, swapped);
        tables.createTemporarySystemFunction("SkipRnn", SkipRnnTableFunction.class);
        return tables;
    }

    private static void createSensors(
            StreamTableEnvironment tables, StreamExecutionEnvironment env, long samples, boolean swapped) {
        DataStream<Row> rows = env.fromSequence(0, samples * SensorSamples.SENSORS - 1)
                .uid("numbers")
                .setParallelism(1)
                .map(new SensorSamples(swapped))
                .uid("samples")
                .returns(SensorSamples.TYPE)
                .setParallelism(1);
        tables.createTemporaryView(
                "sensors",
                rows,
                Schema.newBuilder()
                        .column("sensor", DataTypes.STRING())
                        .column("seq", DataTypes.BIGINT())
                        .column("time", DataTypes.BIGINT())
                        .column("value", DataTypes.ARRAY(DataTypes.FLOAT()))
                        .columnByExpression("ts", "TO_TIMESTAMP_LTZ(`time`, 3)")
                        .watermark("ts", "ts - INTERVAL '0.001' SECOND")
                        .build());
    }

    @SuppressWarnings("try") // its close() may be interrupted
    private static List<Row> query(StreamTableEnvironment tables, String sql) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> results = tables.executeSql(sql).collect()) {
            results.forEachRemaining(rows::add);
        }
        return rows;
    }

    private static float[] floats(Row row, String column) {
        Float[] boxed = row.getFieldAs(column);
        float[] floats = new float[boxed.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = boxed[i];
        }
        return floats;
    }

    /** The row is what the model says of the sequence that the row names. */
    private static void assertPredicted(Row row) {
        String sensor = row.getFieldAs("sensor");
        long sequence = row.<Long>getFieldAs("sequence");
        Expected expected = Expected.of(Integer.parseInt(sensor.substring(1)), sequence);
        assertArrayEquals(expected.classification().outputs(), floats(row, "outputs"));
        assertEquals(expected.label(), row.getField("label"));
        float probability = expected.classification()
                .probabilities()[expected.classification().label()];
        assertEquals(probability, row.getField("probability"));
        assertEquals(
                probability, row.<Map<String, Float>>getFieldAs("probabilities").get(expected.label()));
        assertEquals((long) expected.updates(), row.getField("updates"));
        assertEquals(sequence * T, row.getField("first_seq"));
        assertEquals(sequence * T + T - 1, row.getField("last_seq"));
        assertEquals((long) T, row.getField("samples"));
        assertEquals(sequence * T, row.getField("start_time"));
        assertEquals(true, row.getField("complete"));
        assertEquals(0L, row.getField("missing"));
        assertEquals("skip_gru@1", row.getField("model"));
        assertEquals(expected.modelHash(), row.getField("model_hash"));
        assertNull(row.getField("labels"));
    }

    private static String messages(Throwable thrown) {
        StringBuilder all = new StringBuilder();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            all.append(t.getMessage()).append('\n');
        }
        return all.toString();
    }

    @Test
    void shouldEqualPredictBitForBitForInterleavedSensors() throws Exception {
        StreamTableEnvironment tables = sensors(3 * T, false);
        List<Row> rows =
                query(tables, "SELECT * FROM SkipRnn(input => TABLE sensors PARTITION BY sensor, " + MODEL + ")");
        Set<String> seen = new HashSet<>();
        for (Row row : rows) {
            assertPredicted(row);
            assertTrue(seen.add(row.getField("sensor") + "/" + row.getField("sequence")), "twice: " + row);
        }
        assertEquals(3 * SensorSamples.SENSORS, seen.size());
    }

    @Test
    @SuppressWarnings("try") // see query
    void shouldServeTheTableApi() throws Exception {
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> results = sensors(2 * T, false)
                .from("sensors")
                .partitionBy($("sensor"))
                .process(
                        SkipRnnTableFunction.class,
                        lit(SensorSamples.file("skip_gru").toString()).asArgument("model"),
                        lit(T).asArgument("sequence_length"),
                        lit("1m").asArgument("idle_timeout"),
                        descriptor("ts").asArgument("on_time"))
                .execute()
                .collect()) {
            results.forEachRemaining(rows::add);
        }
        assertEquals(2 * SensorSamples.SENSORS, rows.size());
        rows.forEach(SkipRnnSqlTest::assertPredicted);
    }

    @Test
    void shouldServePacketsWrittenInSqlWithTheShippedModel() throws Exception {
        StreamTableEnvironment tables = tables();
        StringBuilder wave = new StringBuilder();
        for (int t = 0; t < 100; t++) { // a period of 5.5 ms: a target
            wave.append(t == 0 ? "" : ", ")
                    .append("CAST(")
                    .append(Math.cos(2 * Math.PI * t / 5.5))
                    .append(" AS DOUBLE)");
        }
        tables.executeSql("CREATE TEMPORARY VIEW waves AS SELECT 'pump-7' AS sensor, 0 AS seq, 1.0 AS period_ms, "
                + "TIMESTAMP '2026-01-01 00:00:00' AS `time`, ARRAY[" + wave + "] AS `values`");
        List<Row> rows = query(
                tables,
                "SELECT sensor, label, start_time, end_time, updates, samples, complete"
                        + " FROM SkipRnn(input => TABLE waves PARTITION BY sensor)");
        assertEquals(1, rows.size());
        Row row = rows.get(0);
        assertEquals("target", row.getField("label"));
        assertEquals(LocalDateTime.parse("2026-01-01T00:00:00"), row.getField("start_time"));
        assertTrue(row.<LocalDateTime>getFieldAs("end_time").isBefore(LocalDateTime.parse("2026-01-01T00:00:00.100")));
        assertTrue(row.<Long>getFieldAs("updates") < 100, "nothing was skipped: " + row);
        assertEquals(100L, row.getField("samples"));
        assertEquals(true, row.getField("complete"));
    }

    @Test
    void shouldCloseOpenSequencesAtTheEndOfTheInput() throws Exception {
        StreamTableEnvironment tables = sensors(T + 1, false);
        List<Row> rows = query(
                tables,
                "SELECT * FROM SkipRnn(input => TABLE sensors PARTITION BY sensor, on_time => DESCRIPTOR(ts), " + MODEL
                        + ", uid => 'closing')");
        assertEquals(2 * SensorSamples.SENSORS, rows.size());
        for (Row row : rows) {
            if (row.<Long>getFieldAs("sequence") == 0) {
                assertPredicted(row);
                assertNotNull(row.getField("rowtime"));
            } else {
                assertFalse(row.<Boolean>getFieldAs("complete"));
                assertEquals(1L, row.getField("updates"));
                assertEquals(0L, row.getField("missing"));
                assertEquals(Instant.parse("9999-12-31T23:59:59.999Z"), row.getField("rowtime"));
            }
        }
    }

    @Test
    void shouldLetRowsWaitForEarlierOnes() throws Exception {
        List<Row> rows = query(
                sensors(2 * T, true),
                "SELECT * FROM SkipRnn(input => TABLE sensors PARTITION BY sensor, max_lateness => '5ms',"
                        + " include_used => TRUE, " + MODEL + ")");
        assertEquals(2 * SensorSamples.SENSORS, rows.size());
        for (Row row : rows) {
            assertPredicted(row);
            assertEquals((long) row.<Long[]>getFieldAs("used").length, row.getField("updates"));
            assertEquals(0L, row.<Long[]>getFieldAs("used")[0]);
        }
    }

    @Test
    void shouldGiveAResultAtEveryUpdateOfAnEndlessSequence() throws Exception {
        List<Row> rows = query(
                sensors(T, false),
                "SELECT sensor, sequence, updates, complete FROM SkipRnn(input => TABLE sensors PARTITION BY sensor,"
                        + " sequence_length => 0, " + MODEL + ") WHERE sensor = 's0'");
        assertTrue(rows.size() > 1, "too few updates to test anything");
        for (int i = 0; i < rows.size(); i++) {
            assertEquals(Row.of("s0", 0L, i + 1L, false), rows.get(i));
        }
    }

    @Test
    void shouldForgetAnIdleSensor() throws Exception {
        StreamTableEnvironment tables = sensors(1000, false);
        tables.executeSql("CREATE TEMPORARY VIEW sparse AS SELECT * FROM sensors WHERE sensor <> 's0' OR seq = 0");
        List<Row> rows = query(
                tables,
                "SELECT * FROM SkipRnn(input => TABLE sparse PARTITION BY sensor, on_time => DESCRIPTOR(ts),"
                        + " idle_timeout => '50ms', " + MODEL + ") WHERE sensor = 's0'");
        assertEquals(1, rows.size());
        assertFalse(rows.get(0).<Boolean>getFieldAs("complete"));
        Instant left = rows.get(0).getFieldAs("rowtime");
        assertTrue(left.isBefore(Instant.ofEpochMilli(1000)), "left at " + left);
    }

    @Test
    void shouldGoOnFromASavepointAsIfNothingHadHappened(@TempDir Path savepoints) throws Exception {
        LEFT.clear();
        SensorSamples.slow = true;
        JobClient first = submitToList(null);
        while (LEFT.size() < 2 * SensorSamples.SENSORS) {
            Thread.sleep(10);
        }
        String savepoint = first.stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                .get();
        assertTrue(LEFT.size() < 9 * SensorSamples.SENSORS, "nothing was left to do after the savepoint");
        SensorSamples.slow = false;
        submitToList(savepoint).getJobExecutionResult().get();
        Set<String> seen = new HashSet<>();
        for (Row row : LEFT) {
            assertPredicted(row);
            assertTrue(seen.add(row.getField("sensor") + "/" + row.getField("sequence")), "twice: " + row);
        }
        assertEquals(10 * SensorSamples.SENSORS, seen.size());
    }

    private static JobClient submitToList(String savepoint) throws Exception {
        Configuration settings = new Configuration();
        settings.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        if (savepoint != null) {
            settings.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(settings);
        env.setParallelism(2);
        StreamTableEnvironment tables = StreamTableEnvironment.create(env);
        createSensors(tables, env, 10 * T, false);
        tables.createTemporarySystemFunction("SkipRnn", SkipRnnTableFunction.class);
        tables.toDataStream(tables.sqlQuery(
                        "SELECT * FROM SkipRnn(input => TABLE sensors PARTITION BY sensor, " + MODEL + ")"))
                .map(row -> {
                    LEFT.add(row);
                    return 0;
                })
                .uid("list")
                .sinkTo(new DiscardingSink<>())
                .uid("none");
        return env.executeAsync();
    }

    @Test
    void shouldFailOnARowThatIsNoSampleOrPassOverIt() throws Exception {
        StreamTableEnvironment tables = tables();
        tables.executeSql(
                "CREATE TEMPORARY VIEW mixed AS SELECT * FROM (VALUES ('a', 0, CAST(0 AS BIGINT), CAST(1 AS DOUBLE)),"
                        + " ('a', 1, CAST(1 AS BIGINT), CAST(1E300 AS DOUBLE))) AS t(sensor, seq, `time`, `value`)");
        String query = "SELECT complete FROM SkipRnn(input => TABLE mixed PARTITION BY sensor%s)";
        assertEquals(
                List.of(Row.of(false)), query(tables, String.format(Locale.ROOT, query, ", invalid_rows => 'skip'")));
        Exception failed = assertThrows(Exception.class, () -> query(tables, String.format(Locale.ROOT, query, "")));
        assertTrue(
                messages(failed).contains("row of sensor a: value must be a finite float32, found 1.0E300"),
                messages(failed));
    }
}
