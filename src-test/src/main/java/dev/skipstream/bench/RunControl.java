package dev.skipstream.bench;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Lets the sources of the job in this JVM run and pause, and counts what they have sent. Sources and the measuring
 * thread share it, so it is static: Flink copies everything else. Thread-safe.
 */
final class RunControl {
    private static final int PADDING = 16; // longs: no two subtasks share a cache line
    private static final int MOST_SUBTASKS = 64;

    private static final AtomicLongArray SENT = new AtomicLongArray(MOST_SUBTASKS * PADDING);
    private static final AtomicIntegerArray FILLED = new AtomicIntegerArray(MOST_SUBTASKS);

    private static volatile boolean running;
    private static volatile boolean ended;

    private RunControl() {}

    static void resume() {
        running = true;
    }

    static void pause() {
        running = false;
    }

    /** Sources end at their next look. */
    static void end() {
        ended = true;
    }

    static boolean isRunning() {
        return running;
    }

    static boolean isEnded() {
        return ended;
    }

    /** Notes how many records a source has sent, those included that make its sensors known. */
    static void sent(int subtask, long records) {
        SENT.lazySet(subtask * PADDING, records);
    }

    /** Notes that a source has made every sensor known. */
    static void filled(int subtask) {
        FILLED.set(subtask, 1);
    }

    /** Records sent by all subtasks. */
    static long sent() {
        long sum = 0;
        for (int subtask = 0; subtask < MOST_SUBTASKS; subtask++) {
            sum += SENT.get(subtask * PADDING);
        }
        return sum;
    }

    static boolean areFilled(int subtasks) {
        for (int subtask = 0; subtask < subtasks; subtask++) {
            if (FILLED.get(subtask) == 0) {
                return false;
            }
        }
        return true;
    }
}
