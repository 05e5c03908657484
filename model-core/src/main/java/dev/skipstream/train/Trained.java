package dev.skipstream.train;

import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;

/**
 * What a training made.
 *
 * @param iterations that led to the weights or were tried on the way
 * @param validation on sequences it has not seen; without any, the means of the last iterations' batches
 * @param interrupted whether it was asked to stop before its end
 */
public record Trained(
        RnnConfig config, RnnWeights weights, int iterations, Validation validation, boolean interrupted) {}
