package dev.skipstream.train;

import java.util.ArrayList;
import java.util.List;

/** The recorded history of a training, for plots and tables. Written by one thread. */
public final class TrainingRun implements TrainingObserver {
    /**
     * One iteration.
     *
     * @param iteration from 1
     * @param seconds since the training began
     * @param loss of the batch before the step: task and budget
     * @param taskLoss of the batch: the head's loss alone
     * @param accuracy of the batch; NaN for a linear head
     * @param updates samples used, mean over the batch
     * @param gradientNorm before clipping; NaN if nothing clips
     * @param learningRate of the step; 0: the step was dropped
     * @param costPerSample λ of the step
     */
    public record Iteration(
            int iteration,
            double seconds,
            double loss,
            double taskLoss,
            double accuracy,
            double updates,
            double gradientNorm,
            double learningRate,
            double costPerSample) {}

    private final List<Iteration> iterations = new ArrayList<>();

    @Override
    public void iterated(Iteration iteration) {
        iterations.add(iteration);
    }

    /** All iterations so far, in order; a live view. */
    public List<Iteration> iterations() {
        return iterations;
    }
}
