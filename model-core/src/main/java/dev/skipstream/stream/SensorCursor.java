package dev.skipstream.stream;

/**
 * Where one sensor's stream stands: enough to judge any later sample without touching the hidden state. Small, mutable,
 * one owner at a time; written only when a sample is used, a sequence closes, or unnumbered samples are counted.
 */
public final class SensorCursor {
    /** First 8 bytes of the SHA-256 of the model that the sequence runs with. */
    public long model;
    /** Number k of the sequence. */
    public long sequence;
    /** First seq of the sequence, kT. */
    public long firstSeq;
    /** Seq of the last used sample. */
    public long lastUsed;
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
        return copy;
    }
}
