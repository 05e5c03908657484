package dev.skipstream.stream;

import dev.skipstream.rnn.UpdateGate;
import java.io.Serializable;

/**
 * The decisions of a stream, without the network: which sample is late, skipped or needed, where sequences begin and
 * end. They depend on the cursor, the sample's seq and its own time alone, never on a clock or a watermark, so a replay
 * decides the same.
 *
 * @param sequenceLength T ≥ 1: samples in a sequence
 * @param restartGapMs a sample whose seq is not after the last used one, but whose time is later than its time by more
 *     than this, comes from a device that has begun to count anew
 */
public record SequenceRules(long sequenceLength, long restartGapMs) implements Serializable {
    /** Greatest seq that is served; beyond it sequence borders could overflow. */
    public static final long MAX_SEQ = 1L << 62;

    /** What is to be done with one sample. */
    public enum Verdict {
        /** Comes at or before the last used sample: changes nothing. */
        LATE,
        /** Between the last used and the next needed sample: changes nothing. */
        SKIPPED,
        /** Updates the state. */
        NEEDED,
        /** Is needed, as the first sample of a device that counts anew. */
        RESTART
    }

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming the option, what was expected and what was found
     */
    public SequenceRules {
        if (sequenceLength < 1 || sequenceLength > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "--sequence-length must be 1 … " + Integer.MAX_VALUE + ", found " + sequenceLength);
        }
        if (restartGapMs < 0) {
            throw new IllegalArgumentException("--restart-gap must be >= 0, found " + restartGapMs + " ms");
        }
    }

    /** Judges one sample. {@code cursor} is null for a sensor never seen. Costs a few comparisons. */
    Verdict judge(SensorCursor cursor, long seq, long time) {
        if (cursor == null || seq >= cursor.nextNeeded) {
            return Verdict.NEEDED;
        }
        if (seq > cursor.lastUsed) {
            return Verdict.SKIPPED;
        }
        return time - cursor.lastTime > restartGapMs ? Verdict.RESTART : Verdict.LATE;
    }

    /** Whether a needed sample lies beyond the cursor's sequence: then it begins one of its own. */
    boolean beginsSequence(SensorCursor cursor, long seq) {
        return seq >= end(cursor);
    }

    /** Begins the sequence that holds this sample, which will be its first used one. */
    void begin(SensorCursor cursor, long seq, long time) {
        cursor.sequence = seq / sequenceLength;
        cursor.firstSeq = cursor.sequence * sequenceLength;
        cursor.nextNeeded = cursor.firstSeq;
        cursor.startTime = time;
        cursor.updates = 0;
        cursor.missing = 0;
        cursor.open = true;
        cursor.joinedAtStart = seq == cursor.firstSeq;
    }

    /** A later sequence's sample passes the open sequence's next needed one, which can no longer come. */
    void passOver(SensorCursor cursor) {
        cursor.missing++;
    }

    /** Notes that this sample updated the state, in place of the needed one if that has not come. */
    void use(SensorCursor cursor, long seq, long time, float increment) {
        if (seq > cursor.nextNeeded) {
            cursor.missing++;
        }
        cursor.lastUsed = seq;
        cursor.lastTime = time;
        cursor.arrivals = Math.max(cursor.arrivals, seq + 1);
        cursor.updates++;
        cursor.increment = increment;
        long n = UpdateGate.samplesToNextUpdate(increment);
        long end = end(cursor);
        cursor.nextNeeded = n < end - seq ? seq + n : end;
    }

    /** Whether no further sample of the cursor's sequence is needed: its result is due. */
    boolean isDecided(SensorCursor cursor) {
        return cursor.nextNeeded == end(cursor);
    }

    /** Last seq of the cursor's sequence, (k+1)T − 1. */
    long lastSeq(SensorCursor cursor) {
        return end(cursor) - 1;
    }

    private long end(SensorCursor cursor) {
        return cursor.firstSeq + sequenceLength;
    }
}
