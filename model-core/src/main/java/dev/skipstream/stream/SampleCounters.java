package dev.skipstream.stream;

/**
 * What became of every sample: samples = used + skipped + late + buffered. Belongs to one thread; others may read the
 * numbers as approximations.
 */
public final class SampleCounters {
    /** Samples that updated a state. */
    public long used;
    /** Samples in skipped spans, those after an early result included. */
    public long skipped;
    /** Samples at or before their sensor's last used one. */
    public long late;
    /** Samples that wait for earlier ones. */
    public long buffered;
    /** Results that left complete. */
    public long complete;
    /** Results that left incomplete. */
    public long incomplete;

    /** All samples of accepted records. */
    public long samples() {
        return used + skipped + late + buffered;
    }

    /** All results. */
    public long results() {
        return complete + incomplete;
    }
}
