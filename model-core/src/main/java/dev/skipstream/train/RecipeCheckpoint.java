package dev.skipstream.train;

import java.util.List;

/**
 * Everything a {@link TaskRecipe} needs to go on as if it had never stopped. Random numbers are not part of it: the
 * streams follow from the seed and the start, and what was drawn of them is drawn again.
 *
 * @param iteration iterations done, in all starts
 * @param seconds they took
 * @param start from 1
 * @param position where the start stands
 * @param now the start's weights and optimiser
 * @param kept the most sparing of its accurate weights; null: none
 * @param rollback what phase 2 goes back to when it loses the task, oldest first
 * @param best of the starts before; null: this is the first
 */
public record RecipeCheckpoint(
        int iteration,
        double seconds,
        int start,
        Position position,
        Snapshot now,
        Snapshot kept,
        List<Snapshot> rollback,
        Checkpoint.Best best) {

    /** The parts of a start. */
    public enum Phase {
        LEARN,
        SKIP,
        SETTLE,
        END
    }

    /**
     * Where a start stands.
     *
     * @param phase it is in
     * @param done iterations of the phase
     * @param iterations of the start
     * @param learned iterations that phase 1 took; 0 before its end
     * @param low iterations running that phase 1's loss has been low
     * @param slower what phase 2's rate is multiplied by
     * @param runningLoss exponential mean of the loss
     * @param runningNorm exponential mean of the gradient's norm
     * @param keptUpdates samples used of the kept weights; infinite: none are kept
     * @param draws sequences drawn to validate on, oldest first
     */
    public record Position(
            Phase phase,
            int done,
            int iterations,
            int learned,
            int low,
            double slower,
            double runningLoss,
            double runningNorm,
            double keptUpdates,
            List<Draw> draws) {}

    /**
     * One validation.
     *
     * @param iteration of the start, after which it came
     * @param sequences that were drawn
     */
    public record Draw(int iteration, int sequences) {}
}
