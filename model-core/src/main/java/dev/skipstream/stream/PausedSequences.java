package dev.skipstream.stream;

/**
 * A pause longer than D between a sample and the last one seen before it ends a sequence, and that sample begins the
 * next. With T > 0 a sequence also ends T samples after its first, and what follows until the pause is skipped.
 *
 * <pre>
 *     ●──○──○──●──○──○        ●──○──○──●──○──○──○──○──○
 *     └─ sequence 0 ─┘ pause  └─ sequence 1, T ─┘ tail: skipped
 * </pre>
 *
 * <p>The time of every sample seen has to be remembered, so each one costs a write of the cursor.
 */
final class PausedSequences extends Sequences {
    private static final long serialVersionUID = 1L;

    private final long gapMs; // D ≥ 1
    private final long length; // T; 0 = any

    PausedSequences(long gapMs, long length) {
        this.gapMs = gapMs;
        this.length = length;
    }

    @Override
    Verdict judge(SensorCursor cursor, long seq, long time) {
        if (cursor.isBlank() || isPause(cursor, time)) {
            return Verdict.BEGINS;
        }
        if (!cursor.open || seq < cursor.nextNeeded) {
            return Verdict.SKIPPED;
        }
        return seq >= end(cursor) ? Verdict.ENDS : Verdict.NEEDED;
    }

    private boolean isPause(SensorCursor cursor, long time) {
        return SequenceRules.isLater(time, cursor.lastSeenTime, gapMs);
    }

    /** Every sample may be the last before a pause, so every one is noted. */
    @Override
    boolean skipsWithoutTrace(SensorCursor cursor, long first, long end) {
        return false;
    }

    /**
     * The first sample after a pause is needed too: one that shows a pause waits for those between it and the last one
     * seen, which may show that there was none, or begin the sequence.
     */
    @Override
    boolean passesNeeded(SensorCursor cursor, long seq, long time) {
        if (cursor.isBlank()) {
            return false;
        }
        return cursor.open && seq > cursor.nextNeeded || isPause(cursor, time) && seq > cursor.lastSeen + 1;
    }

    @Override
    int skippedRun(SensorCursor cursor, Packet packet, int from, int to) {
        int run = cursor.open ? runBefore(cursor.nextNeeded, packet, from, to) : to - from;
        if (packet.periodMs() > gapMs) {
            return 1; // there may be a pause before every sample
        }
        if (packet.seqOf(from) > cursor.lastSeen) {
            return run; // each one follows the one before within D
        }
        run = runBefore(cursor.lastSeen + 1, packet, from, from + run); // each one follows the last one seen …
        return isPause(cursor, packet.timeOf(from + run - 1)) ? 1 : run; // … and the last of them comes latest
    }

    @Override
    boolean see(SensorCursor cursor, long seq, long time) {
        if (seq <= cursor.lastSeen) {
            return false;
        }
        cursor.lastSeen = seq;
        cursor.lastSeenTime = time;
        return true;
    }

    @Override
    void begin(SensorCursor cursor, long seq) {
        cursor.sequence++;
        cursor.firstSeq = seq;
        cursor.nextNeeded = seq;
    }

    @Override
    long end(SensorCursor cursor) {
        return length == 0 ? NO_END : cursor.firstSeq + length;
    }

    /** The sample after the pause may come right after the sequence's last one, or pass a needed one as well. */
    @Override
    boolean endBefore(SensorCursor cursor, long seq) {
        if (seq > cursor.nextNeeded) {
            cursor.missing++;
        }
        return true;
    }

    @Override
    boolean isCompleteAtEnd(SensorCursor cursor) {
        return false;
    }

    @Override
    void abandon(SensorCursor cursor) {
        // a closed sequence needs nothing before the next pause
    }

    @Override
    long lastSeq(SensorCursor cursor, boolean complete) {
        return cursor.lastSeen;
    }
}
