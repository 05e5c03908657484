package dev.skipstream.train;

import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnWeights;
import java.util.function.Function;

/** Validates weights now and then and keeps the best. Used by one thread. */
final class Selection {
    private final HeadKind head;
    private final Function<RnnWeights, Validation> measure;
    private final boolean byLoss;
    private final int every; // iterations
    private final int patience; // validations; 0: endless
    private Checkpoint.Best best; // null: none yet

    /** @param byLoss whether the smaller loss decides, whatever the accuracy */
    Selection(HeadKind head, Function<RnnWeights, Validation> measure, boolean byLoss, int every, int patience) {
        this.head = head;
        this.measure = measure;
        this.byLoss = byLoss;
        this.every = every;
        this.patience = patience;
    }

    boolean isDue(int iteration) {
        return iteration % every == 0;
    }

    /** Validates the weights, and keeps a copy if they are the best. */
    void validate(int iteration, RnnWeights weights, TrainingObserver observer) {
        Validation found = measure.apply(weights);
        boolean better = best == null || isBetter(found, best.validation());
        if (better) {
            best = new Checkpoint.Best(iteration, weights.copy(), found);
        }
        observer.validated(iteration, found, better);
    }

    private boolean isBetter(Validation a, Validation b) {
        return byLoss ? a.taskLoss() < b.taskLoss() : a.isBetterThan(b, head);
    }

    /** Whether so many validations have passed without a better one that it is time to stop. */
    boolean isExhausted(int iteration) {
        return patience > 0 && best != null && iteration / every - best.iteration() / every >= patience;
    }

    /** Null before the first validation. */
    Checkpoint.Best best() {
        return best;
    }

    void restore(Checkpoint.Best from) {
        best = from;
    }
}
