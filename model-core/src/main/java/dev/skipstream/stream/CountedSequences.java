package dev.skipstream.stream;

/** Sequence k is the samples [kT, (k+1)T) of a sensor, by absolute seq. */
final class CountedSequences extends Sequences {
    private static final long serialVersionUID = 1L;

    private final long length; // T ≥ 1

    CountedSequences(long length) {
        this.length = length;
    }

    @Override
    Verdict judge(SensorCursor cursor, long seq, long time) {
        if (seq < cursor.nextNeeded) {
            return Verdict.SKIPPED;
        }
        return !cursor.open || seq >= end(cursor) ? Verdict.BEGINS : Verdict.NEEDED;
    }

    @Override
    boolean skipsWithoutTrace(SensorCursor cursor, long first, long end) {
        return end <= cursor.nextNeeded;
    }

    /** kT is needed even of a sensor never seen. */
    @Override
    boolean passesNeeded(SensorCursor cursor, long seq, long time) {
        return cursor.isBlank() ? seq % length != 0 : seq > cursor.nextNeeded;
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
        cursor.sequence = seq / length;
        cursor.firstSeq = cursor.sequence * length;
        cursor.nextNeeded = cursor.firstSeq;
    }

    @Override
    long end(SensorCursor cursor) {
        return cursor.firstSeq + length;
    }

    /** A later sequence's sample passes the open one's next needed one, which can no longer come. */
    @Override
    boolean endBefore(SensorCursor cursor, long seq) {
        cursor.missing++;
        return false;
    }

    @Override
    boolean isCompleteAtEnd(SensorCursor cursor) {
        return cursor.joinedAtStart;
    }

    @Override
    void abandon(SensorCursor cursor) {
        cursor.nextNeeded = end(cursor);
    }

    @Override
    long lastSeq(SensorCursor cursor, boolean complete) {
        return complete ? end(cursor) - 1 : cursor.lastUsed;
    }
}
