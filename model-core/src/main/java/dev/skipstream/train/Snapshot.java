package dev.skipstream.train;

import dev.skipstream.rnn.RnnWeights;

/** What is needed to go back to a point of a training: weights and the optimiser's memory. */
public record Snapshot(RnnWeights weights, Optimizer optimizer) {}
