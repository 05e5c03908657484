package dev.skipstream.train;

import dev.skipstream.data.SequenceSource;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * One start of a {@link TaskRecipe}, from fresh weights to the end of its last phase or to where it is stuck.
 * One call of {@link #run}.
 */
final class RecipeStart implements AutoCloseable {
    private static final double GATE_CLIP = 1;
    private static final double WORST_NORM = 3000; // a step with a greater one is dropped
    private static final int CHECK_EVERY = 100; // iterations
    private static final int LOOK = 1024; // sequences of a first look …
    private static final double LOOK_SLACK = 0.003;
    private static final int VALIDATE = 8192; // … and of the second
    private static final int SNAPSHOTS = 3;
    private static final double TRAINED_LOSS = 0.04; // running loss with which trained weights go on
    private static final double LOST = 0.15; // running loss at which phase 2 rolls back

    private final RnnConfig config;
    private final SequenceSource task;
    private RecipeSchedule schedule;
    private final Randomness random;
    private final Learner learner;
    private final BatchSource batches;
    private final RandomSkips skips;
    private final Progress progress;
    private final double gradClip;

    private double runningLoss = 0.7;
    private double runningNorm = 1;
    private Learner.Snapshot kept; // null: none
    private double keptUpdates = Double.POSITIVE_INFINITY;

    /** Counts and reports the iterations of all starts. */
    static final class Progress {
        final TrainingObserver observer;
        final BooleanSupplier stop;
        int iterations;
        private final long begin = System.nanoTime();

        Progress(TrainingObserver observer, BooleanSupplier stop) {
            this.observer = observer;
            this.stop = stop;
        }

        double seconds() {
            return (System.nanoTime() - begin) * 1e-9;
        }
    }

    /** @param from trained weights, which stay as they are; null: fresh ones */
    RecipeStart(
            RnnConfig config,
            SequenceSource task,
            RecipeSchedule schedule,
            TrainConfig settings,
            Randomness random,
            RnnWeights from,
            Progress progress) {
        this.config = config;
        this.task = task;
        this.schedule = schedule;
        this.random = random;
        this.progress = progress;
        RnnWeights weights = from == null ? fresh() : from.copy();
        gradClip = settings.gradClip();
        learner = new Learner(config, weights, settings.optimizer().create(), settings.threads(), settings.batchSize());
        batches = new GeneratedBatches(task, settings.batchSize(), random.batches());
        skips = new RandomSkips(settings.skipProbability(), random.skips());
    }

    private RnnWeights fresh() {
        RnnWeights weights = Initialization.of(config, random.weights(), false, schedule.updateBias());
        if (config.normalised()) {
            Initialization.normalise(weights, task.dataSet(random.validation().nextLong(), LOOK));
        }
        return weights;
    }

    RnnWeights weights() {
        return learner.weights;
    }

    /** Runs all phases; without an update gate, or with iterations to keep to, not to have learned ends nothing. */
    void run() {
        int before = progress.iterations;
        int most = schedule.learnIterations() / 2 + schedule.skipIterations() + schedule.settleIterations();
        plan(schedule.iterations() > 0 ? schedule.iterations() : most);
        boolean learned = learn();
        if (!learned && schedule.iterations() == 0 && schedule.skipIterations() > 0) {
            return;
        }
        schedule = schedule.afterLearning(progress.iterations - before, learned);
        skipAndSettle();
    }

    /** Runs the last two phases, from weights that are trained already. */
    void goOn() {
        runningLoss = TRAINED_LOSS;
        keptUpdates = validate(VALIDATE).updates();
        kept = learner.snapshot();
        skipAndSettle();
    }

    private void skipAndSettle() {
        plan(schedule.skipIterations() + schedule.settleIterations());
        if (schedule.skipIterations() > 0) {
            skip();
            if (kept != null && !progress.stop.getAsBoolean()) {
                learner.restore(kept);
            }
        }
        settle();
        if (kept != null && !progress.stop.getAsBoolean() && !schedule.isAccurate(validate(VALIDATE), LOOK_SLACK)) {
            learner.restore(kept);
        }
    }

    private void plan(int more) {
        progress.observer.planned(progress.iterations + more);
    }

    /** Phase 1: until the running loss has stayed under 0.05. */
    private boolean learn() {
        int under = 0;
        for (int i = 0; i < schedule.learnIterations() && !progress.stop.getAsBoolean(); i++) {
            iterate(schedule.learnCost(), schedule.learnRate());
            under = runningLoss < RecipeSchedule.LEARNED ? under + 1 : 0;
            if (under >= 50) {
                return true;
            }
        }
        return false;
    }

    /** Phase 2: the cost rises while the loss is low; the most skipping of the accurate weights is kept. */
    private void skip() {
        Deque<Learner.Snapshot> snapshots = new ArrayDeque<>();
        double slower = 1;
        for (int i = 1; i <= schedule.skipIterations() && !progress.stop.getAsBoolean(); i++) {
            double low = Math.max(0, 1 - runningLoss / schedule.threshold());
            iterate(schedule.learnCost() + schedule.pressure() * low, schedule.skipRate() * slower);
            if (i % CHECK_EVERY == 0) {
                keepIfBetter();
                if (runningLoss < schedule.snapshotLoss()) {
                    snapshots.addLast(learner.snapshot());
                    if (snapshots.size() > SNAPSHOTS) {
                        snapshots.removeFirst();
                    }
                }
            }
            if (runningLoss > LOST && !snapshots.isEmpty()) {
                learner.restore(snapshots.peekFirst());
                runningLoss = 0.06;
                slower = Math.max(0.25, slower * 0.7);
            }
        }
    }

    private void keepIfBetter() {
        Validation look = validate(LOOK);
        if (!schedule.isAccurate(look, LOOK_SLACK) || look.updates() >= 1.01 * keptUpdates) {
            return;
        }
        Validation validation = validate(VALIDATE);
        if (schedule.isAccurate(validation, 0) && validation.updates() < keptUpdates) {
            keptUpdates = validation.updates();
            kept = learner.snapshot();
        }
    }

    /** Phase 3: the rate falls along half a cosine, the cost to its final value. */
    private void settle() {
        int count = schedule.settleIterations();
        for (int i = 0; i < count && !progress.stop.getAsBoolean(); i++) {
            double fall = 0.5 * (1 + StrictMath.cos(Math.PI * i / count));
            double rate = RecipeSchedule.LAST_RATE + (RecipeSchedule.SETTLE_RATE - RecipeSchedule.LAST_RATE) * fall;
            double low = Math.max(0, 1 - runningLoss / 0.03);
            iterate(schedule.finalCost() + schedule.settlePressure() * low, rate);
        }
    }

    Validation validate(int sequences) {
        return Validation.on(task, random.validation(), sequences, skips, config, learner.weights);
    }

    private void iterate(double cost, double rate) {
        Batch batch = batches.next();
        skips.mark(batch);
        Bptt.Result result = learner.gradients(batch, cost, GATE_CLIP);
        double loss = result.taskLoss();
        double scaled = loss * schedule.lossScale();
        runningLoss = 0.98 * runningLoss + 0.02 * (scaled < 2 ? scaled : 2); // NaN counts as 2
        double norm = learner.norm();
        boolean steps = gradClip == 0 || norm < WORST_NORM; // no if NaN
        if (steps) {
            learner.step(rate, norm, gradClip == 0 ? Double.POSITIVE_INFINITY : Math.min(gradClip, 2 * runningNorm));
            runningNorm = 0.98 * runningNorm + 0.02 * Math.min(norm, 3 * runningNorm + 1e-6);
        }
        progress.iterations++;
        progress.observer.iterated(new TrainingRun.Iteration(
                progress.iterations,
                progress.seconds(),
                result.loss(),
                loss,
                result.accuracy(),
                result.updates(),
                norm,
                steps ? rate : 0,
                cost));
    }

    @Override
    public void close() {
        learner.close();
    }
}
