package dev.skipstream.train;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Counts and reports the iterations of all starts of a recipe, and says when it is time to stop or to save. */
final class RecipeProgress {
    private final TrainingObserver observer;
    private final BooleanSupplier stop;
    private final double checkpointSeconds;
    private final Consumer<RecipeStart> save; // null: none
    private int iterations;
    private long begin = System.nanoTime();
    private long saved = begin;

    /**
     * @param checkpointSeconds between checkpoints
     * @param save takes one; null: none
     */
    RecipeProgress(
            TrainingObserver observer, BooleanSupplier stop, double checkpointSeconds, Consumer<RecipeStart> save) {
        this.observer = observer;
        this.stop = stop;
        this.checkpointSeconds = checkpointSeconds;
        this.save = save;
    }

    /** Counts on from a checkpoint. */
    void resume(RecipeCheckpoint from) {
        iterations = from.iteration();
        begin -= (long) (from.seconds() * 1e9);
    }

    int iterations() {
        return iterations;
    }

    double seconds() {
        return (System.nanoTime() - begin) * 1e-9;
    }

    boolean isStopped() {
        return stop.getAsBoolean();
    }

    void planned(int more) {
        observer.planned(iterations + more);
    }

    void noted(String message) {
        observer.noted(message);
    }

    void iterated(Bptt.Result result, double norm, double rate, double cost) {
        iterations++;
        observer.iterated(new TrainingRun.Iteration(
                iterations,
                seconds(),
                result.loss(),
                result.taskLoss(),
                result.accuracy(),
                result.updates(),
                norm,
                rate,
                cost));
    }

    void checkpointIfDue(RecipeStart start) {
        if (save != null && System.nanoTime() - saved >= checkpointSeconds * 1e9) {
            checkpoint(start);
        }
    }

    void checkpoint(RecipeStart start) {
        if (save != null) {
            save.accept(start);
            saved = System.nanoTime();
        }
    }
}
