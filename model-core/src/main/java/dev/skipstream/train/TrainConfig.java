package dev.skipstream.train;

/**
 * Settings of a training with constant rate and cost, and the only place of their defaults.
 *
 * @param costPerSample λ of the budget loss λ·Σu (paper, sec. 3.3); no effect on cells without an update gate
 * @param iterations batches
 * @param batchSize B, sequences in a batch
 * @param learningRate step size
 * @param optimizer how gradients become steps
 * @param gradClip greatest global norm of a gradient; 0: none, and no step is ever dropped
 * @param seed of everything random; the same seed gives the same weights
 * @param threads at most so many work on a batch; no effect on the weights
 * @param skipProbability of each sample but the first, for the paper's random-skip baseline; 0: none
 */
public record TrainConfig(
        double costPerSample,
        int iterations,
        int batchSize,
        double learningRate,
        Optimizer.Kind optimizer,
        double gradClip,
        long seed,
        int threads,
        double skipProbability) {

    /** Cell of a new model. */
    public static final String CELL = "skip-lstm";
    /** H of each layer of a new model; the paper's. */
    public static final int UNITS = 110;
    /** Layers of a new model. */
    public static final int LAYERS = 1;

    public static final double COST_PER_SAMPLE = 1e-4;
    public static final int ITERATIONS = 5000;
    public static final int BATCH_SIZE = 64;
    public static final double LEARNING_RATE = 3e-4;
    public static final String OPTIMIZER = "adam";
    public static final double GRAD_CLIP = 1;
    public static final long SEED = 1;

    /** Share of a data set that is held out to validate on, where something is validated. */
    public static final double VALIDATION_SPLIT = 0.1;
    /** Iterations between two validations. */
    public static final int VALIDATE_EVERY = 100;
    /** Seconds between two checkpoints. */
    public static final int CHECKPOINT_EVERY = 60;

    /**
     * Checks every setting.
     *
     * @throws IllegalArgumentException naming the option, what was expected and what was found
     */
    public TrainConfig {
        require(
                costPerSample >= 0 && costPerSample < Double.POSITIVE_INFINITY,
                "cost-per-sample",
                ">= 0",
                costPerSample);
        require(iterations >= 1, "iterations", ">= 1", iterations);
        require(batchSize >= 1, "batch-size", ">= 1", batchSize);
        require(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY, "learning-rate", "> 0", learningRate);
        require(gradClip >= 0 && gradClip < Double.POSITIVE_INFINITY, "grad-clip", ">= 0", gradClip);
        require(threads >= 1, "threads", ">= 1", threads);
        require(skipProbability >= 0 && skipProbability < 1, "skip-probability", "in [0, 1)", skipProbability);
    }

    private static void require(boolean holds, String option, String expected, Number found) {
        if (!holds) {
            boolean whole =
                    found.doubleValue() == Math.rint(found.doubleValue()) && Math.abs(found.doubleValue()) < 1e9;
            throw new IllegalArgumentException("--" + option + " must be " + expected + ", found "
                    + (whole ? String.valueOf(found.longValue()) : found.toString()));
        }
    }
}
