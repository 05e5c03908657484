package dev.skipstream.stream;

/**
 * What is remembered of one sensor between its records: keyed state in the job, two fields in a test. Every call is a
 * state access, so callers make as few as the rules allow.
 */
public interface SensorMemory {
    /** Reads the cursor; null for a sensor never seen. */
    SensorCursor cursor();

    /** Writes the cursor. */
    void cursor(SensorCursor cursor);

    /** Reads the hidden state, as {@link dev.skipstream.rnn.RnnState#store} laid it out. */
    float[] hidden();

    /** Writes the hidden state. */
    void hidden(float[] hidden);

    /** Forgets the hidden state. */
    void clearHidden();
}
