package dev.skipstream.stream;

import java.util.Arrays;

/**
 * Positions of the open sequence's used samples. An update only adds its own to what the memory holds, which is read
 * once, for the result: so noting them costs the same for the last update of a long sequence as for the first.
 */
final class UsedPositions {
    /** A result that names more would not fit a Kafka record of usual size: it names none, and none are kept. */
    static final int MOST = 65_536;

    static final long[] NONE = {};

    private final boolean noted;

    // of the record in hand
    private SensorMemory memory;
    private boolean remembered; // the memory holds some
    private long[] positions = NONE; // those of this record
    private int count;

    UsedPositions(boolean noted) {
        this.noted = noted;
    }

    /** Turns to a sensor. */
    void turnTo(SensorMemory memory, SensorCursor cursor) {
        this.memory = memory;
        remembered = noted && cursor.open && cursor.updates <= MOST;
        count = 0;
    }

    /** Notes the sample that the cursor used last. */
    void add(SensorCursor cursor) {
        if (!noted) {
            return;
        }
        if (cursor.updates > MOST) {
            forget();
            return;
        }
        if (count == positions.length) {
            positions = Arrays.copyOf(positions, Math.max(16, 2 * count));
        }
        positions[count++] = cursor.lastUsed - cursor.firstSeq;
    }

    /** Writes what this record has added. */
    void store() {
        if (count > 0) {
            memory.addUsed(Arrays.copyOf(positions, count));
            count = 0;
            remembered = true;
        }
    }

    /** All positions of the sequence, which has ended; none if they are not noted, or not from its first sample on. */
    long[] take(SensorCursor cursor) {
        if (!noted) {
            return NONE;
        }
        long[] earlier = remembered ? memory.used() : NONE;
        long[] all = Arrays.copyOf(earlier, earlier.length + count);
        System.arraycopy(positions, 0, all, earlier.length, count);
        forget();
        return all.length == cursor.updates ? all : NONE;
    }

    private void forget() {
        if (remembered) {
            memory.clearUsed();
        }
        remembered = false;
        count = 0;
    }
}
