package dev.skipstream.stream;

import java.util.List;

/**
 * What is remembered of one sensor between its records: keyed state in the job, a few fields in a test. Every call is a
 * state access, so callers make as few as the rules allow.
 */
public interface SensorMemory {
    /** Reads the cursor; null for a sensor never seen. */
    SensorCursor cursor();

    /** Writes the cursor. */
    void cursor(SensorCursor cursor);

    /** Forgets the cursor: the sensor has never been seen. Nothing else is remembered of it any more. */
    void clearCursor();

    /** Reads the hidden state, as {@link dev.skipstream.rnn.RnnState#store} laid it out. */
    float[] hidden();

    /** Writes the hidden state. */
    void hidden(float[] hidden);

    /** Forgets the hidden state. */
    void clearHidden();

    /** Adds samples to those that wait, without reading these. */
    void addBuffered(BufferedSamples samples);

    /** Reads the samples that wait, in the order in which they were added. */
    List<BufferedSamples> buffered();

    /** Replaces the samples that wait; with an empty list it forgets them. */
    void buffered(List<BufferedSamples> samples);

    /** Adds positions of used samples of the open sequence, without reading those known. */
    void addUsed(long[] positions);

    /** Reads the positions of used samples that were added, in that order. */
    long[] used();

    /** Forgets the positions of used samples. */
    void clearUsed();
}
