package dev.skipstream.flink.sql;

import dev.skipstream.flink.MalformedRecordException;
import dev.skipstream.stream.SequenceClassifier;
import dev.skipstream.stream.SequenceRules;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.TableSemantics;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;

/** Where a row says what, found by the names of the columns: seq, time, period_ms, value or values. Thread-safe. */
final class InputColumns implements Serializable {
    private static final long serialVersionUID = 1L;

    private final RowData.FieldGetter seq; // null: samples are counted as they arrive
    private final RowData.FieldGetter period; // null: the model's
    private final double modelPeriodMs;
    private final TimeColumn time;
    private final SampleColumn samples;
    private final int channels;
    private final int vocabulary;
    private final RowData.FieldGetter[] key;

    /**
     * @param onTime column of on_time; −1 if there is none
     * @param modelPeriodMs between samples where a row does not say, ms
     * @throws ValidationException if a column is missing or of another type
     */
    InputColumns(TableSemantics table, int onTime, int channels, int vocabulary, double modelPeriodMs) {
        List<String> names = DataType.getFieldNames(table.dataType());
        List<LogicalType> types = DataType.getFieldDataTypes(table.dataType()).stream()
                .map(DataType::getLogicalType)
                .toList();
        this.channels = channels;
        this.vocabulary = vocabulary;
        this.modelPeriodMs = modelPeriodMs;
        seq = optional("seq", LogicalTypeFamily.INTEGER_NUMERIC, "BIGINT or another whole number", names, types);
        period = optional("period_ms", LogicalTypeFamily.NUMERIC, "DOUBLE or another number", names, types);
        time = TimeColumn.find(names, types, onTime);
        samples = SampleColumn.find(names, types, channels);
        key = Arrays.stream(table.partitionByColumns())
                .mapToObj(i -> RowData.createFieldGetter(types.get(i), i))
                .toArray(RowData.FieldGetter[]::new);
    }

    private static RowData.FieldGetter optional(
            String name, LogicalTypeFamily family, String expected, List<String> names, List<LogicalType> types) {
        int index = names.indexOf(name);
        if (index < 0) {
            return null;
        }
        LogicalType type = types.get(index);
        if (!type.is(family)) {
            throw new ValidationException(
                    "column " + name + " must be " + expected + ", found " + type.asSummaryString());
        }
        return RowData.createFieldGetter(type, index);
    }

    TimeColumn time() {
        return time;
    }

    int channels() {
        return channels;
    }

    /**
     * @throws MalformedRecordException saying what was expected and what was found
     */
    RowSamples read(RowData row) throws MalformedRecordException {
        float[] values = samples.read(row);
        int n = values.length / channels;
        Object number = seq == null ? null : seq.getFieldOrNull(row);
        long first = SequenceClassifier.UNNUMBERED;
        if (number != null) {
            first = ((Number) number).longValue();
            if (first < 0 || first > SequenceRules.MAX_SEQ - n) {
                throw MalformedRecordException.expected("seq", "0 … " + (SequenceRules.MAX_SEQ - n), first);
            }
        }
        Object apart = period == null ? null : period.getFieldOrNull(row);
        double periodMs = apart == null ? modelPeriodMs : Numbers.toDouble(apart);
        if (!(periodMs >= 0 && periodMs * n <= TimeColumn.LATEST)) {
            throw MalformedRecordException.expected("period_ms", "a number >= 0 of a sensible size", periodMs);
        }
        if (vocabulary > 0) {
            checkTokens(values);
        }
        return new RowSamples(first, time.read(row), periodMs, values);
    }

    private void checkTokens(float[] values) throws MalformedRecordException {
        for (float value : values) {
            if (!(value >= 0 && value < vocabulary && value == (int) value)) {
                throw MalformedRecordException.expected("value", "a token id of 0 … " + (vocabulary - 1), value);
            }
        }
    }

    /** The row's sensor, for messages. */
    String sensor(RowData row) {
        return Arrays.stream(key)
                .map(column -> String.valueOf(column.getFieldOrNull(row)))
                .collect(Collectors.joining(", "));
    }
}
