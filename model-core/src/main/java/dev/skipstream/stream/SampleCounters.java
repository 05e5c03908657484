package dev.skipstream.stream;

import java.util.List;

/**
 * What became of every sample: samples = used + skipped + late + buffered. Belongs to one thread; others may read the
 * numbers as approximations.
 */
public final class SampleCounters {
    /** Names of the counts, in the order of {@link #toArray}. */
    public static final List<String> NAMES = List.of(
            "samplesUsed",
            "samplesSkipped",
            "samplesLate",
            "samplesBuffered",
            "sequencesCompleted",
            "sequencesIncomplete",
            "results");

    /** Samples that updated a state. */
    public long used;
    /** Samples in skipped spans, those after an early result included. */
    public long skipped;
    /** Samples at or before their sensor's last used one. */
    public long late;
    /** Samples that wait for earlier ones. */
    public long buffered;
    /** Sequences that ended complete. */
    public long complete;
    /** Sequences that ended incomplete. */
    public long incomplete;
    /** Results that left. */
    public long emitted;

    /** All samples of accepted records. */
    public long samples() {
        return used + skipped + late + buffered;
    }

    /** All results. */
    public long results() {
        return emitted;
    }

    /** Samples used, as a part of all: 1 means that the gate never skips, 0 that it never updates. NaN without samples. */
    public double updateRatio() {
        return (double) used / samples();
    }

    /** The counts in the order of their names. */
    public long[] toArray() {
        return new long[] {used, skipped, late, buffered, complete, incomplete, emitted};
    }

    /** Adds counts of another stream, as its {@link #toArray} gave them; earlier versions counted no results apart. */
    public void add(long[] counts) {
        used += counts[0];
        skipped += counts[1];
        late += counts[2];
        buffered += counts[3];
        complete += counts[4];
        incomplete += counts[5];
        emitted += counts.length > 6 ? counts[6] : counts[4] + counts[5];
    }
}
