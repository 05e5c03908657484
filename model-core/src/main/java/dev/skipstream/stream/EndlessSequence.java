package dev.skipstream.stream;

/** All samples of a sensor are one sequence, number 0, from the first one seen on. */
final class EndlessSequence extends Sequences {
    private static final long serialVersionUID = 1L;

    @Override
    Verdict judge(SensorCursor cursor, long seq, long time) {
        if (!cursor.open) {
            return Verdict.BEGINS;
        }
        return seq < cursor.nextNeeded ? Verdict.SKIPPED : Verdict.NEEDED;
    }

    @Override
    boolean skipsWithoutTrace(SensorCursor cursor, long first, long end) {
        return cursor.open && end <= cursor.nextNeeded;
    }

    @Override
    boolean passesNeeded(SensorCursor cursor, long seq, long time) {
        return cursor.open && seq > cursor.nextNeeded;
    }

    @Override
    int skippedRun(SensorCursor cursor, Packet packet, int from, int to) {
        return runBefore(cursor.nextNeeded, packet, from, to);
    }

    @Override
    boolean see(SensorCursor cursor, long seq, long time) {
        return false;
    }

    @Override
    void begin(SensorCursor cursor, long seq) {
        cursor.sequence = 0;
        cursor.firstSeq = seq;
        cursor.nextNeeded = seq;
    }

    @Override
    long end(SensorCursor cursor) {
        return NO_END;
    }

    @Override
    boolean endBefore(SensorCursor cursor, long seq) {
        return false;
    }

    @Override
    boolean isCompleteAtEnd(SensorCursor cursor) {
        return false;
    }

    @Override
    void abandon(SensorCursor cursor) {
        // the next sample begins the sequence again
    }

    @Override
    long lastSeq(SensorCursor cursor, boolean complete) {
        return cursor.lastUsed;
    }
}
