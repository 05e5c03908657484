package dev.skipstream.flink.sql;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that planning refuses; nothing runs. */
class SkipRnnCallTest {
    private static TableEnvironment tables() {
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        tables.createTemporarySystemFunction("SkipRnn", SkipRnnTableFunction.class);
        tables.executeSql("CREATE TEMPORARY VIEW good AS SELECT 'a' AS sensor, 0 AS seq, CAST(0 AS BIGINT) AS `time`,"
                + " CAST(1 AS FLOAT) AS `value`");
        return tables;
    }

    private static String messages(Throwable thrown) {
        StringBuilder all = new StringBuilder();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            all.append(t.getMessage()).append('\n');
        }
        return all.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            model => '/no/such/file'                | model must be a readable file, found /no/such/file
            model => 'pom.xml'                      | pom.xml
            model => UUID()                         | model must be a literal, found an expression
            sequence_length => 5, emit => 'update'  | emit update must have sequence_length 0, found sequence_length 5
            sequence_length => 0, emit => 'never'   | emit must be one of sequence, update, change, found never
            restart_gap => '-1s'                    | restart_gap must be a duration such as 500ms, 10s or 5m, found -1s
            idle_timeout => '10s'                   | idle_timeout must have on_time => DESCRIPTOR(…), found none
            invalid_rows => 'ignore'                | invalid_rows must be 'fail' or 'skip', found 'ignore'
            earlier_models => '/no/such/file'       | earlier_models must be a readable file, found /no/such/file
            """)
    void shouldRefuseACallThatCannotRun(String argument, String message) {
        TableEnvironment tables = tables();
        Exception refused = assertThrows(
                Exception.class,
                () -> tables.explainSql(
                        "SELECT * FROM SkipRnn(input => TABLE good PARTITION BY sensor, " + argument + ")"));
        assertTrue(messages(refused).contains(message), messages(refused));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            0 AS seq, CAST(0 AS BIGINT) AS `time`                            | input must have a column value (one sample a row) or values (a packet), found sensor, seq, time
            0 AS seq, CAST(0 AS BIGINT) AS `time`, 'x' AS `value`            | column value must be FLOAT or another number for a model of 1 channel, found
            0 AS seq, 1.5 AS `value`                                         | input must have a column time, or the call on_time => DESCRIPTOR(…), found columns sensor, seq, value
            'x' AS seq, CAST(0 AS BIGINT) AS `time`, 1.5 AS `value`          | column seq must be BIGINT or another whole number, found
            0 AS seq, DATE '2026-01-01' AS `time`, 1.5 AS `value`            | column time must be TIMESTAMP_LTZ, TIMESTAMP or a BIGINT of epoch ms, found DATE
            """)
    void shouldRefuseATableThatHoldsNoSamples(String columns, String message) {
        TableEnvironment tables = tables();
        tables.executeSql("CREATE TEMPORARY VIEW bad AS SELECT 'a' AS sensor, " + columns);
        Exception refused = assertThrows(
                Exception.class,
                () -> tables.explainSql("SELECT * FROM SkipRnn(input => TABLE bad PARTITION BY sensor)"));
        assertTrue(messages(refused).contains(message), messages(refused));
    }

    @Test
    void shouldRefuseATableWithoutPartitions() {
        Exception refused =
                assertThrows(Exception.class, () -> tables().explainSql("SELECT * FROM SkipRnn(input => TABLE good)"));
        assertTrue(messages(refused).contains("PARTITION BY"), messages(refused));
    }
}
