package dev.skipstream.flink.sql;

import dev.skipstream.flink.MalformedRecordException;
import java.io.Serializable;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/**
 * Reads arrays of SQL numbers of one type as float32, which have to be finite. Every number becomes double, then float32,
 * as in the job. Thread-safe.
 */
final class Numbers implements Serializable {
    private static final long serialVersionUID = 1L;

    private final LogicalTypeRoot root;
    private final ArrayData.ElementGetter getter;

    Numbers(LogicalType element) {
        root = element.getTypeRoot();
        getter = ArrayData.createElementGetter(element);
    }

    static boolean are(LogicalType type) {
        return type.is(LogicalTypeFamily.NUMERIC);
    }

    /** Puts the array's numbers into {@code to} from {@code at} on. {@code name} is the column's. */
    void read(ArrayData array, float[] to, int at, String name) throws MalformedRecordException {
        for (int i = 0; i < array.size(); i++) {
            if (array.isNullAt(i)) {
                throw MalformedRecordException.expected(name, "numbers", "NULL at " + i);
            }
            to[at + i] = switch (root) {
                case FLOAT -> narrowed(array.getFloat(i), name);
                case DOUBLE -> narrowed(array.getDouble(i), name);
                default -> narrowed(toDouble(getter.getElementOrNull(array, i)), name);
            };
        }
    }

    /** A number as Flink holds it. */
    static double toDouble(Object number) {
        return number instanceof DecimalData decimal
                ? decimal.toBigDecimal().doubleValue()
                : ((Number) number).doubleValue();
    }

    static float narrowed(double number, String name) throws MalformedRecordException {
        float value = (float) number;
        if (!Float.isFinite(value)) {
            throw MalformedRecordException.expected(name, "a finite float32", number);
        }
        return value;
    }
}
