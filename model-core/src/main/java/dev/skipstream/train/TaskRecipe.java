package dev.skipstream.train;

import dev.skipstream.data.DataSet;
import dev.skipstream.data.SequenceSource;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Trains a task so that it ends accurate and sparing.
 *
 * <pre>
 *   learn    small cost, until the running loss stays under 0.05
 *   skip     the lower the loss, the higher the cost; roll back when the task is lost; of the weights that validate as
 *            accurate, keep those with the fewest updates
 *   settle   from there, with a rate that falls to 1e-5
 * </pre>
 *
 * <p>Beside the clip of the global norm, each sample's gradient at the gate is clipped, and the norm is clipped to twice
 * its running mean. A start that gets stuck (the frequency task has a plateau at 98 %) or never gets sparing is given
 * up for another one from the same seed, until one is good; else the best is taken. One call of {@link #run}.
 */
public final class TaskRecipe {
    private static final int STARTS = 4;
    private static final int FINAL_SEQUENCES = 32_768;
    private static final int INTERRUPTED_SEQUENCES = 1024;
    private static final double GOOD_SLACK = 5e-4; // within it of what is kept on the way, the search ends
    private static final double LEAST_SLACK = 3e-3; // below it, skipping more is worth nothing

    private final RnnConfig config;
    private final SequenceSource task;
    private final TrainConfig settings;
    private final RecipeSchedule schedule;
    private final TrainingObserver observer;
    private final BooleanSupplier stop;
    private double checkpointSeconds;
    private Consumer<RecipeCheckpoint> checkpoints; // null: none
    private RecipeCheckpoint resumed; // null: from the beginning

    private int start; // from 1
    private Checkpoint.Best best; // of the starts so far; null: none
    private boolean interrupted;

    /**
     * @param settings of which the learning rate is not used
     * @param iterations in all, in a single start; 0: as many as the network needs
     * @param stop asked before every iteration
     */
    public TaskRecipe(
            RnnConfig config,
            SequenceSource task,
            TrainConfig settings,
            int iterations,
            TrainingObserver observer,
            BooleanSupplier stop) {
        this(config, task, settings, RecipeSchedule.of(config, settings.costPerSample(), iterations), observer, stop);
    }

    TaskRecipe(
            RnnConfig config,
            SequenceSource task,
            TrainConfig settings,
            RecipeSchedule schedule,
            TrainingObserver observer,
            BooleanSupplier stop) {
        this.config = config;
        this.task = task;
        this.settings = settings;
        this.schedule = schedule;
        this.observer = observer;
        this.stop = stop;
    }

    /**
     * Trains a network that uses a sequence's first samples and skips the rest: it learns from these alone, while its
     * update gate is taught to use them and no others. The cost per sample has no effect.
     *
     * @param decideAfter K, samples to use
     * @param iterations of one start; 0: as many as the network needs
     * @throws IllegalArgumentException if the network has no gate, or K is not at least 1 and less than the length
     */
    public static TaskRecipe early(
            RnnConfig config,
            SequenceSource task,
            TrainConfig settings,
            int decideAfter,
            int iterations,
            TrainingObserver observer,
            BooleanSupplier stop) {
        if (!config.cell().skips()) {
            throw new IllegalArgumentException("cell must have an update gate to decide early, found " + config.cell());
        }
        if (decideAfter < 1 || decideAfter >= task.length()) {
            throw new IllegalArgumentException(
                    "samples to decide after must be between 1 and " + (task.length() - 1) + ", found " + decideAfter);
        }
        RecipeSchedule schedule = RecipeSchedule.early(config, decideAfter, iterations);
        return new TaskRecipe(config, task, settings, schedule, observer, stop);
    }

    /** Sequences in a batch, unless one asks for another number. */
    public static int batchSize(SequenceSource task) {
        return task.targets() == DataSet.TargetKind.CLASS ? 32 : 64;
    }

    /** λ of the paper's runs of such a task, unless one asks for another: what the recipe ends with. */
    public static double costPerSample(SequenceSource task) {
        return task.targets() == DataSet.TargetKind.CLASS ? TrainConfig.COST_PER_SAMPLE : 1e-5;
    }

    /** Hands out a checkpoint about every so many seconds, and one when it is asked to stop. */
    public TaskRecipe checkpoints(double seconds, Consumer<RecipeCheckpoint> to) {
        checkpointSeconds = seconds;
        checkpoints = to;
        return this;
    }

    /** Lets {@link #run} go on from a checkpoint of the same settings: the end is bit for bit what it would have been. */
    public TaskRecipe resume(RecipeCheckpoint checkpoint) {
        resumed = checkpoint;
        return this;
    }

    /** Trains; the validation is on 32,768 fresh sequences that chose among the starts alone. */
    public Trained run() {
        Consumer<RecipeStart> save =
                checkpoints == null ? null : attempt -> checkpoints.accept(attempt.checkpoint(start, best));
        RecipeProgress progress = new RecipeProgress(observer, stop, checkpointSeconds, save);
        Randomness random = Randomness.of(settings.seed());
        start = 1;
        if (resumed != null) {
            for (best = resumed.best(); start < resumed.start(); start++) {
                random = random.again();
            }
            progress.resume(resumed);
        }
        boolean ended = false;
        while (!ended) {
            ended = start(random, progress);
            random = random.again();
            start++;
        }
        return new Trained(config, best.weights(), progress.iterations(), best.validation(), interrupted);
    }

    /** Makes one start, which may be the best; returns whether it was the last. */
    private boolean start(Randomness random, RecipeProgress progress) {
        try (RecipeStart attempt = new RecipeStart(config, task, schedule, settings, random, null, progress)) {
            if (resumed != null && resumed.start() == start) {
                attempt.restore(resumed);
            }
            interrupted = !attempt.run() || stop.getAsBoolean();
            if (interrupted) {
                progress.checkpoint(attempt);
                attempt.takeKept();
            }
            Validation validation = attempt.validate(interrupted ? INTERRUPTED_SEQUENCES : FINAL_SEQUENCES);
            if (best == null || isBetter(validation, best.validation())) {
                best = new Checkpoint.Best(progress.iterations(), attempt.weights(), validation);
            }
            if (interrupted || isGood(validation)) {
                return true;
            }
            progress.noted(String.format(
                    Locale.ROOT,
                    "start %d of %d ended at a loss of %.4f with %.1f updates",
                    start,
                    starts(),
                    validation.taskLoss(),
                    validation.updates()));
            return start == starts();
        }
    }

    private int starts() {
        return schedule.iterations() > 0 || settings.skipProbability() > 0 ? 1 : STARTS;
    }

    /**
     * Goes on from trained weights towards fewer updates: a greater cost while the loss is low, from the optimiser's
     * beginning. Without any that are accurate enough and more sparing, what comes out is close to what went in.
     *
     * @param from stay as they are
     * @param leastAccuracy that weights must reach to be kept on the way; a regression's must be learned instead
     */
    public Trained goOn(RnnWeights from, double leastAccuracy) {
        RecipeProgress progress = new RecipeProgress(observer, stop, 0, null);
        Randomness random = Randomness.of(settings.seed());
        RecipeSchedule further = schedule.further(leastAccuracy);
        try (RecipeStart attempt = new RecipeStart(config, task, further, settings, random, from, progress)) {
            attempt.goOn();
            interrupted = stop.getAsBoolean();
            Validation validation = attempt.validate(interrupted ? INTERRUPTED_SEQUENCES : FINAL_SEQUENCES);
            return new Trained(config, attempt.weights(), progress.iterations(), validation, interrupted);
        }
    }

    /** The recipe of {@link #run} in words, for a table. */
    public String text() {
        return "batches of " + settings.batchSize() + "; " + schedule.text();
    }

    private boolean isGood(Validation v) {
        return schedule.isAccurate(v, GOOD_SLACK) && isSparing(v);
    }

    private boolean isSparing(Validation v) {
        return v.updates() <= schedule.goodShare() * config.sequenceLength();
    }

    private boolean isBetter(Validation a, Validation b) {
        boolean usable = isUsable(a);
        if (usable != isUsable(b)) {
            return usable;
        }
        return a.isBetterThan(b, config.head());
    }

    private boolean isUsable(Validation v) {
        return isSparing(v) && schedule.isAccurate(v, LEAST_SLACK);
    }
}
