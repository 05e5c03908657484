package dev.skipstream.flink.sql;

import org.apache.flink.table.functions.ProcessTableFunction.TimeContext;

/**
 * The two event-time timers of a sensor: one at the end of time, which the last watermark of a bounded input fires, and
 * one that finds out that it is idle. As in the job, the idle timer is not moved by the sensor's rows: it fires once an
 * idle timeout, marks the cursor, and finds the mark the next time if no row has taken it away. Belongs to one thread.
 */
final class RowTimers {
    /** The last watermark passes it; no row is later. Results of this timer have it as their rowtime. */
    private static final long END_OF_INPUT = TimeColumn.LATEST;

    private final long idleTimeoutMs; // 0 = never
    private long greatest = TimeColumn.EARLIEST; // of on_time, epoch ms

    RowTimers(long idleTimeoutMs) {
        this.idleTimeoutMs = idleTimeoutMs;
    }

    static boolean isEndOfInput(long timer) {
        return timer == END_OF_INPUT;
    }

    /** A row with this on_time has come. */
    void see(Long time) {
        if (time != null && time > greatest) {
            greatest = time;
        }
    }

    /** Sets the timers of a sensor that has none; one that is set already is not set twice. */
    void set(TimeContext<Long> context) {
        context.registerOnTime(END_OF_INPUT);
        if (idleTimeoutMs > 0) {
            setIdleAgain(greatest, context);
        }
    }

    /** Sets the idle timer, which has fired, again. */
    void setIdleAgain(long fired, TimeContext<Long> context) {
        long from = Math.max(fired, greatest);
        context.registerOnTime(from > END_OF_INPUT - 1 - idleTimeoutMs ? END_OF_INPUT - 1 : from + idleTimeoutMs);
    }

    /** The sensor is forgotten, and its last timer with it. */
    void forget(TimeContext<Long> context) {
        context.clearTimer(END_OF_INPUT);
    }
}
