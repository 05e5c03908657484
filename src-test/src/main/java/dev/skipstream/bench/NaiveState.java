package dev.skipstream.bench;

/**
 * All that a naive operator keeps of a sensor, in one object.
 *
 * @param samples of the sequence so far
 * @param updates of them used
 * @param probability ũ of the next sample
 * @param increment Δũ in force
 * @param hidden (H), or (2H) for an LSTM
 */
public record NaiveState(long samples, long updates, float probability, float increment, float[] hidden) {}
