package dev.skipstream.train;

import dev.skipstream.rnn.RnnWeights;
import java.util.List;

/**
 * Everything a {@link Trainer} needs to go on as if it had never stopped. Random numbers are not part of it: batches
 * follow from the seed and the iteration, and are drawn again up to there.
 *
 * @param iteration iterations done
 * @param seconds they took
 * @param weights after them
 * @param optimizer with its memory
 * @param best validated so far; null: none
 * @param last the latest iterations' batches, oldest first
 */
public record Checkpoint(
        int iteration, double seconds, RnnWeights weights, Optimizer optimizer, Best best, List<Validation> last) {

    /**
     * The best weights so far.
     *
     * @param iteration after which they were validated
     */
    public record Best(int iteration, RnnWeights weights, Validation validation) {}
}
