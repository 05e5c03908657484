package dev.skipstream.flink.sql;

import dev.skipstream.flink.MalformedRecordException;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * The column with a row's numbers: {@code value}, one sample, or {@code values}, a packet of consecutive ones. Thread-safe.
 *
 * <pre>
 *                    I = 1                        I &gt; 1
 *   value            number, or array of one      array of I
 *   values           array                        array of arrays of I
 * </pre>
 */
final class SampleColumn implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final int index;
    private final int channels;
    private final int depth; // of arrays in arrays
    private final boolean packet;
    private final Numbers numbers;
    private final RowData.FieldGetter getter;

    private SampleColumn(String name, int index, LogicalType type, int channels) {
        this.name = name;
        this.index = index;
        this.channels = channels;
        this.packet = name.equals("values");
        LogicalType element = type;
        int arrays = 0;
        while (element instanceof ArrayType array) {
            element = array.getElementType();
            arrays++;
        }
        depth = arrays;
        int least = (packet ? 1 : 0) + (channels > 1 ? 1 : 0);
        int most = packet ? 2 : 1;
        if (!Numbers.are(element) || depth < least || depth > most) {
            throw new ValidationException("column " + name + " must be " + expected() + " for a model of " + channels
                    + (channels == 1 ? " channel" : " channels") + ", found " + type.asSummaryString());
        }
        numbers = new Numbers(element);
        getter = RowData.createFieldGetter(type, index);
    }

    private String expected() {
        if (channels == 1) {
            return packet ? "ARRAY<FLOAT> or an array of other numbers" : "FLOAT or another number";
        }
        return (packet ? "ARRAY<ARRAY<FLOAT>>" : "ARRAY<FLOAT>") + " or one of other numbers";
    }

    /**
     * @throws ValidationException if there is not exactly one such column, or it is none of numbers
     */
    static SampleColumn find(List<String> names, List<LogicalType> types, int channels) {
        int value = names.indexOf("value");
        int values = names.indexOf("values");
        if ((value < 0) == (values < 0)) {
            throw new ValidationException(
                    "input must have a column value (one sample a row) or values (a packet), found "
                            + (value < 0 ? String.join(", ", names) : "both"));
        }
        int index = Math.max(value, values);
        return new SampleColumn(names.get(index), index, types.get(index), channels);
    }

    /** The row's numbers. (n, I) */
    float[] read(RowData row) throws MalformedRecordException {
        if (row.isNullAt(index)) {
            throw MalformedRecordException.expected(name, "given", "NULL");
        }
        if (depth == 0) {
            return new float[] {Numbers.narrowed(Numbers.toDouble(getter.getFieldOrNull(row)), name)};
        }
        ArrayData array = row.getArray(index);
        if (packet && array.size() == 0) {
            throw MalformedRecordException.expected(name, "at least one sample", "none");
        }
        if (depth == 1) {
            if (!packet) {
                checkWidth(array);
            }
            float[] values = new float[array.size()];
            numbers.read(array, values, 0, name);
            return values;
        }
        float[] values = new float[array.size() * channels];
        for (int i = 0; i < array.size(); i++) {
            if (array.isNullAt(i)) {
                throw MalformedRecordException.expected(name, "samples", "NULL at " + i);
            }
            ArrayData sample = array.getArray(i);
            checkWidth(sample);
            numbers.read(sample, values, i * channels, name);
        }
        return values;
    }

    private void checkWidth(ArrayData sample) throws MalformedRecordException {
        if (sample.size() != channels) {
            throw MalformedRecordException.expected(name, channels + " numbers a sample", sample.size());
        }
    }
}
