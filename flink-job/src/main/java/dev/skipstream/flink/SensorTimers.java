package dev.skipstream.flink;

import org.apache.flink.streaming.api.TimerService;

/**
 * The two event-time timers of a sensor: one at the end of time, which the last watermark of a bounded input fires, and
 * one that finds out that it is idle. The idle timer is not moved by the sensor's samples, which would cost a write each:
 * it fires once an idle-timeout, marks the cursor, and finds the mark the next time if no sample has taken it away.
 *
 * <pre>
 *   samples   ●  ●  ●  ●                                         last Kafka timestamp seen
 *   timer              ▲ marks                ▲ finds its mark: the sensor is forgotten
 *                      └──── idle-timeout ────┘
 * </pre>
 *
 * <p>Watermarks may be far behind the samples of a fast partition, so the second time is counted from the greatest Kafka
 * timestamp that this subtask has seen: no sensor is forgotten before watermarks have passed each of its samples by an
 * idle-timeout. Belongs to one thread.
 */
final class SensorTimers {
    /** The last watermark passes every timer. */
    private static final long END_OF_INPUT = Long.MAX_VALUE;

    private final long idleTimeoutMs; // 0 = never
    private long greatest = Long.MIN_VALUE; // Kafka timestamp, epoch ms

    SensorTimers(long idleTimeoutMs) {
        this.idleTimeoutMs = idleTimeoutMs;
    }

    static boolean isEndOfInput(long timer) {
        return timer == END_OF_INPUT;
    }

    /** A record with this Kafka timestamp has come; null: it has none. */
    void see(Long timestamp) {
        if (timestamp != null && timestamp > greatest) {
            greatest = timestamp;
        }
    }

    /** Sets the timers of a sensor that has none; one that is set already is not set twice. */
    void set(TimerService service) {
        service.registerEventTimeTimer(END_OF_INPUT);
        if (idleTimeoutMs > 0) {
            setIdleAgain(service.currentWatermark(), service);
        }
    }

    /** Sets the idle timer, which has fired, again. */
    void setIdleAgain(long fired, TimerService service) {
        long from = Math.max(fired, greatest);
        long next = from > END_OF_INPUT - 1 - idleTimeoutMs ? END_OF_INPUT - 1 : from + idleTimeoutMs;
        service.registerEventTimeTimer(next);
    }

    /** The sensor is forgotten, and its last timer with it. */
    void forget(TimerService service) {
        if (idleTimeoutMs > 0) {
            service.deleteEventTimeTimer(END_OF_INPUT);
        }
    }
}
