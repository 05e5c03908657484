package dev.skipstream.stream;

import dev.skipstream.rnn.UpdateGate;
import java.io.Serializable;

/**
 * The decisions of a stream, without the network: which sample is late, skipped or needed, where sequences begin and
 * end. They depend on the cursor, the sample's seq and its own time alone, never on a clock or a watermark, so a replay
 * decides the same.
 *
 * @param sequences where sequences begin and end
 * @param emission when results leave
 * @param restartGapMs a sample whose seq is not after the last used one, but whose time is later than its time by more
 *     than this, comes from a device that has begun to count anew
 * @param maxLatenessMs how long samples wait for a needed one before them, by the sensor's own time; 0 = not at all
 * @param idleTimeoutMs an idle sensor's sequence is closed and its memory freed after this; 0 = never
 * @param notesUsed results say which samples they used
 * @param resetsOnModelChange an endless sequence begins anew when another model is effective; the others always end with
 *     their own
 */
public record SequenceRules(
        Sequences sequences,
        Emission emission,
        long restartGapMs,
        long maxLatenessMs,
        long idleTimeoutMs,
        boolean notesUsed,
        boolean resetsOnModelChange)
        implements Serializable {
    /** Greatest seq that is served; beyond it sequence borders could overflow. */
    public static final long MAX_SEQ = 1L << 62;

    /** So many samples of a sensor wait for a needed one at most; then the lowest is taken. */
    public static final int MAX_BUFFERED = 10_000;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException naming the option, what was expected and what was found
     */
    public SequenceRules {
        requireDuration("--restart-gap", restartGapMs);
        requireDuration("--max-lateness", maxLatenessMs);
        requireDuration("--idle-timeout", idleTimeoutMs);
    }

    /** Sequences of T ≥ 1 samples; without waiting and idle closing. */
    public SequenceRules(long sequenceLength, long restartGapMs) {
        this(sequences(sequenceLength, 0), emission(null, sequenceLength, 0), restartGapMs, 0, 0, false, false);
    }

    /**
     * The rules that options ask for.
     *
     * @param sequenceLength T; 0 = any
     * @param sequenceGapMs a pause longer than this ends a sequence; 0 = none does
     * @param emission null for what the other two ask for
     * @throws IllegalArgumentException naming the option, what was expected and what was found
     */
    public static SequenceRules of(long sequenceLength, long sequenceGapMs, Emission emission, long restartGapMs) {
        return new SequenceRules(
                sequences(sequenceLength, sequenceGapMs),
                emission(emission, sequenceLength, sequenceGapMs),
                restartGapMs,
                0,
                0,
                false,
                false);
    }

    /** The same, where samples wait for a needed one before them. */
    public SequenceRules withMaxLateness(long ms) {
        return new SequenceRules(sequences, emission, restartGapMs, ms, idleTimeoutMs, notesUsed, resetsOnModelChange);
    }

    /** The same, where idle sensors are forgotten. */
    public SequenceRules withIdleTimeout(long ms) {
        return new SequenceRules(sequences, emission, restartGapMs, maxLatenessMs, ms, notesUsed, resetsOnModelChange);
    }

    /** The same, where results say which samples they used; those of endless sequences do not. */
    public SequenceRules withUsed(boolean noted) {
        return new SequenceRules(
                sequences,
                emission,
                restartGapMs,
                maxLatenessMs,
                idleTimeoutMs,
                noted && emission == Emission.SEQUENCE,
                resetsOnModelChange);
    }

    /** The same, where an endless sequence begins anew with a new model; other sequences do not. */
    public SequenceRules withResetOnModelChange(boolean resets) {
        return new SequenceRules(
                sequences,
                emission,
                restartGapMs,
                maxLatenessMs,
                idleTimeoutMs,
                notesUsed,
                resets && sequences instanceof EndlessSequence);
    }

    private static Sequences sequences(long length, long gapMs) {
        if (length < 0 || length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "--sequence-length must be 0 … " + Integer.MAX_VALUE + ", found " + length);
        }
        requireDuration("--sequence-gap", gapMs);
        if (gapMs > 0) {
            return new PausedSequences(gapMs, length);
        }
        return length == 0 ? new EndlessSequence() : new CountedSequences(length);
    }

    private static Emission emission(Emission asked, long length, long gapMs) {
        boolean endless = length == 0 && gapMs == 0;
        if (asked == null) {
            return endless ? Emission.UPDATE : Emission.SEQUENCE;
        }
        if (endless && asked == Emission.SEQUENCE) {
            throw new IllegalArgumentException("--emit must be update or change for an endless sequence"
                    + " (--sequence-length 0 without --sequence-gap), found sequence");
        }
        if (length > 0 && asked != Emission.SEQUENCE) {
            throw new IllegalArgumentException(
                    "--emit " + asked + " must have --sequence-length 0, found --sequence-length " + length);
        }
        return asked;
    }

    private static void requireDuration(String option, long ms) {
        if (ms < 0) {
            throw new IllegalArgumentException(option + " must be >= 0, found " + ms + " ms");
        }
    }

    /** Whether {@code time} is after {@code than} by more than {@code ms} ≥ 0; right for all times. */
    static boolean isLater(long time, long than, long ms) {
        long difference = time - than; // negative for a later time: more than a long can hold
        return time > than && (difference > ms || difference < 0);
    }

    /**
     * Whether all samples from {@code first} to before {@code end} are skipped, and nothing is to be written of them. It
     * is what most records come to, so it is asked first and costs a few comparisons.
     */
    boolean skipsWithoutTrace(SensorCursor cursor, long first, long end) {
        return first > cursor.lastUsed
                && sequences.skipsWithoutTrace(cursor, first, end)
                && cursor.buffered == 0
                && !cursor.idle
                && (idleTimeoutMs == 0 || cursor.timed);
    }

    /** Judges one sample. Costs a few comparisons. */
    Verdict judge(SensorCursor cursor, long seq, long time) {
        if (seq > cursor.lastUsed) {
            return sequences.judge(cursor, seq, time);
        }
        return isLater(time, cursor.lastTime, restartGapMs) ? Verdict.RESTART : Verdict.LATE;
    }

    /** How many samples of the packet, from the late one {@code from} on, are late without a restart between them. */
    int lateRun(SensorCursor cursor, Packet packet, int from, int to) {
        int run = Sequences.runBefore(cursor.lastUsed + 1, packet, from, to);
        return isLater(packet.timeOf(from + run - 1), cursor.lastTime, restartGapMs) ? 1 : run;
    }

    /** Whether a sample has to wait for a needed one before it, as long as lateness allows. */
    boolean mustWait(SensorCursor cursor, long seq, long time) {
        return maxLatenessMs > 0
                && seq > cursor.lastUsed
                && (cursor.buffered > 0 && seq > cursor.lowestBuffered || sequences.passesNeeded(cursor, seq, time));
    }

    /**
     * Where the packet's samples from i on, which have to wait, end a wait: index after the one that makes another look at
     * those that wait necessary, or the packet's end.
     */
    int endOfWait(SensorCursor cursor, Packet packet, int i) {
        boolean lowest = cursor.buffered == 0 || packet.seqOf(i) < cursor.lowestBuffered;
        long lowestTime = lowest ? packet.timeOf(i) : cursor.lowestBufferedTime;
        int to = i + 1;
        while (to < packet.end()
                && cursor.buffered + to - i < MAX_BUFFERED
                && !isLater(Math.max(cursor.greatestTime, packet.timeOf(to - 1)), lowestTime, maxLatenessMs)) {
            to++;
        }
        return to;
    }

    /** Whether the samples that wait have to be looked at: the lowest need not, or cannot, wait any longer. */
    boolean endsWait(SensorCursor cursor, long lowest, long lowestTime, int buffered) {
        return buffered >= MAX_BUFFERED
                || isLater(cursor.greatestTime, lowestTime, maxLatenessMs)
                || !mustWait(cursor, lowest, lowestTime);
    }

    /** Begins the sequence whose first used sample this will be. */
    void begin(SensorCursor cursor, long seq, long time) {
        sequences.begin(cursor, seq);
        cursor.startTime = time;
        cursor.updates = 0;
        cursor.missing = 0;
        cursor.open = true;
        cursor.joinedAtStart = seq == cursor.firstSeq;
    }

    /** Notes that this sample updated the state, in place of the needed one if that has not come. */
    void use(SensorCursor cursor, long seq, long time, float increment) {
        if (seq > cursor.nextNeeded) {
            cursor.missing++;
        }
        cursor.lastUsed = seq;
        cursor.lastTime = time;
        cursor.lastSeen = seq;
        cursor.lastSeenTime = time;
        cursor.greatestTime = Math.max(cursor.greatestTime, time);
        cursor.arrivals = Math.max(cursor.arrivals, seq + 1);
        cursor.updates++;
        cursor.increment = increment;
        long n = UpdateGate.samplesToNextUpdate(increment);
        long end = sequences.end(cursor);
        cursor.nextNeeded = n < end - seq ? seq + n : end;
    }

    /** Whether no further sample of the cursor's sequence is needed: its result is due. */
    boolean isDecided(SensorCursor cursor) {
        return cursor.nextNeeded == sequences.end(cursor) && cursor.nextNeeded != Sequences.NO_END;
    }

    /** Gives the cursor's sequence up: no further sample of it is needed. */
    void abandon(SensorCursor cursor) {
        sequences.abandon(cursor);
    }
}
