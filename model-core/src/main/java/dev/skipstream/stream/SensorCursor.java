package dev.skipstream.stream;

/**
 * Where one sensor's stream stands: enough to judge any later sample without touching the hidden state. Small, mutable,
 * one owner at a time; written only when a sample is used, begins to wait or is counted, or a sequence closes.
 *
 * <p>A new one is that of a sensor of which nothing has been used.
 */
public final class SensorCursor {
    /** Seq of the last used sample where there is none: before every seq. */
    static final long NOTHING_USED = -1;

    /** First 8 bytes of the SHA-256 of the model that the sequence runs with. */
    public long model;
    /** Number k of the sequence; −1 before the first one. */
    public long sequence = -1;
    /** First seq of the sequence: kT, or the first seen. */
    public long firstSeq;
    /** Seq of the last used sample; −1 where nothing has been used. */
    public long lastUsed = NOTHING_USED;
    /** Next needed seq: min(last used + n, first seq of the next sequence). */
    public long nextNeeded;
    /** Time of the first used sample of the sequence, epoch ms. */
    public long startTime;
    /** Time of the last used sample, epoch ms. */
    public long lastTime;
    /** Seq that the next unnumbered sample takes. */
    public long arrivals;
    /** Samples of the sequence used so far. */
    public long updates;
    /** How often a later sample of the sequence passed a needed one. */
    public long missing;
    /** Δũ of the last update: the n-th sample after it has ũ = min(1, n·Δũ). */
    public float increment;
    /** Whether the sequence still waits for its result. */
    public boolean open;
    /** Whether the sequence was joined at its first sample. */
    public boolean joinedAtStart;

    /** Seq of the last sample seen, used or not; kept only where pauses end sequences, else that of the last used. */
    public long lastSeen = NOTHING_USED;
    /** Time of the last sample seen, epoch ms. */
    public long lastSeenTime;

    /** Samples that wait for earlier ones. */
    public int buffered;
    /** Lowest seq that waits. */
    public long lowestBuffered;
    /** Time of the sample that waits with the lowest seq, epoch ms. */
    public long lowestBufferedTime;
    /** Greatest time of the samples used and, while samples wait, of those seen, epoch ms. */
    public long greatestTime = Long.MIN_VALUE;

    /** Whether an idle timer runs for the sensor. */
    public boolean timed;
    /** Whether no sample has come since the idle timer last fired. */
    public boolean idle;

    /** Begins anew: nothing of the sensor has been used. Its sequences go on being numbered, its timer goes on. */
    void restart() {
        lastUsed = NOTHING_USED;
        lastTime = 0;
        nextNeeded = 0;
        arrivals = 0;
        lastSeen = NOTHING_USED;
        lastSeenTime = 0;
    }

    /** The packet's samples from i to before {@code to} have to wait. */
    void letWait(Packet packet, int i, int to) {
        long seq = packet.seqOf(i);
        if (buffered == 0 || seq < lowestBuffered) {
            lowestBuffered = seq;
            lowestBufferedTime = packet.timeOf(i);
        }
        buffered += to - i;
    }

    /** These samples wait. */
    void letWait(LatenessBuffer waiting) {
        buffered = waiting.size();
        if (buffered > 0) {
            lowestBuffered = waiting.seq();
            lowestBufferedTime = waiting.time();
        }
    }

    /** Whether nothing of the sensor has been used since it was first seen or began anew. */
    boolean isBlank() {
        return lastUsed == NOTHING_USED;
    }

    /** A copy that shares nothing. */
    public SensorCursor copy() {
        SensorCursor copy = new SensorCursor();
        copy.model = model;
        copy.sequence = sequence;
        copy.firstSeq = firstSeq;
        copy.lastUsed = lastUsed;
        copy.nextNeeded = nextNeeded;
        copy.startTime = startTime;
        copy.lastTime = lastTime;
        copy.arrivals = arrivals;
        copy.updates = updates;
        copy.missing = missing;
        copy.increment = increment;
        copy.open = open;
        copy.joinedAtStart = joinedAtStart;
        copy.lastSeen = lastSeen;
        copy.lastSeenTime = lastSeenTime;
        copy.buffered = buffered;
        copy.lowestBuffered = lowestBuffered;
        copy.lowestBufferedTime = lowestBufferedTime;
        copy.greatestTime = greatestTime;
        copy.timed = timed;
        copy.idle = idle;
        return copy;
    }
}
