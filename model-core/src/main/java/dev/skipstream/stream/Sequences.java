package dev.skipstream.stream;

import java.io.Serializable;

/**
 * Where a sensor's sequences begin and end. Its methods ask about samples after the last used one; they cost a few
 * comparisons, allocate nothing and keep nothing but the cursor they are given. Immutable and thread-safe.
 */
public abstract sealed class Sequences implements Serializable
        permits CountedSequences, PausedSequences, EndlessSequence {
    private static final long serialVersionUID = 1L;

    /** What {@link #end} says of a sequence that may go on for ever. */
    static final long NO_END = Long.MAX_VALUE;

    /** Judges one sample after the last used one. */
    abstract Verdict judge(SensorCursor cursor, long seq, long time);

    /** Whether all samples from {@code first} to before {@code end} are skipped, and change nothing of the cursor. */
    abstract boolean skipsWithoutTrace(SensorCursor cursor, long first, long end);

    /** Whether a needed sample, which may still come, lies before this one. */
    abstract boolean passesNeeded(SensorCursor cursor, long seq, long time);

    /**
     * How many samples of the packet, from {@code from} on, are skipped as its sample {@code from} is.
     *
     * @param to index after the last one to look at
     */
    abstract int skippedRun(SensorCursor cursor, Packet packet, int from, int to);

    /** Notes that a sample after the last used one was seen. Returns whether the cursor changed. */
    abstract boolean see(SensorCursor cursor, long seq, long time);

    /** Sets number, first and first needed seq of the sequence that this sample begins. */
    abstract void begin(SensorCursor cursor, long seq);

    /** First seq behind the cursor's sequence, or {@link #NO_END}. */
    abstract long end(SensorCursor cursor);

    /**
     * Ends the open sequence because this sample begins the next one.
     *
     * @return whether it is complete
     */
    abstract boolean endBefore(SensorCursor cursor, long seq);

    /** Whether a sequence that ends because no sample before its {@link #end} is needed any more is complete. */
    abstract boolean isCompleteAtEnd(SensorCursor cursor);

    /** Gives up what is left of a sequence that was closed from outside: no sample of it is needed any more. */
    abstract void abandon(SensorCursor cursor);

    /** Last seq that a result of the cursor's sequence names. */
    abstract long lastSeq(SensorCursor cursor, boolean complete);

    /** Samples from {@code from} to before {@code to}, of which the first one is before {@code limit}. */
    static int runBefore(long limit, Packet packet, int from, int to) {
        return (int) Math.min(to - from, limit - packet.seqOf(from));
    }
}
