package dev.skipstream.flink.sql;

import dev.skipstream.flink.MalformedRecordException;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * The column with a row's time, epoch ms: {@code time}, or else that of {@code on_time}. Results tell times in the same
 * type.
 *
 * @param name of the column
 * @param index of the column
 * @param precision digits of a second; −1 for a BIGINT of epoch ms
 * @param zoned whether it is a TIMESTAMP_LTZ
 */
record TimeColumn(String name, int index, int precision, boolean zoned) implements Serializable {
    /** First ms of year 1 and last ms of year 9999: times outside are taken for garbage. */
    static final long EARLIEST = -62_135_596_800_000L;

    static final long LATEST = 253_402_300_799_999L;

    /**
     * @param onTime column of on_time; −1 if there is none
     * @throws ValidationException if there is no such column, or it holds no times
     */
    static TimeColumn find(List<String> names, List<LogicalType> types, int onTime) {
        int index = names.indexOf("time");
        if (index < 0) {
            index = onTime;
        }
        if (index < 0) {
            throw new ValidationException(
                    "input must have a column time, or the call on_time => DESCRIPTOR(…), found columns "
                            + String.join(", ", names));
        }
        LogicalType type = types.get(index);
        boolean zoned = type.is(LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
        if (zoned || type.is(LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE)) {
            return new TimeColumn(names.get(index), index, LogicalTypeChecks.getPrecision(type), zoned);
        }
        if (type.is(LogicalTypeRoot.BIGINT)) {
            return new TimeColumn(names.get(index), index, -1, false);
        }
        throw new ValidationException("column " + names.get(index)
                + " must be TIMESTAMP_LTZ, TIMESTAMP or a BIGINT of epoch ms, found " + type.asSummaryString());
    }

    /** The row's time, epoch ms. */
    long read(RowData row) throws MalformedRecordException {
        if (row.isNullAt(index)) {
            throw MalformedRecordException.expected(name, "given", "NULL");
        }
        long time = precision < 0
                ? row.getLong(index)
                : row.getTimestamp(index, precision).getMillisecond();
        if (time < EARLIEST || time > LATEST) {
            throw MalformedRecordException.expected(name, "epoch ms of the years 1 … 9999", time);
        }
        return time;
    }

    /** A time as a result's row holds it. */
    Object toColumn(long epochMs) {
        return precision < 0 ? (Object) epochMs : TimestampData.fromEpochMillis(epochMs);
    }
}
