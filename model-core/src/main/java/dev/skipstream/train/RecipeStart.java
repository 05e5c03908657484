package dev.skipstream.train;

import dev.skipstream.data.SequenceSource;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.train.RecipeCheckpoint.Phase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One start of a {@link TaskRecipe}, from fresh weights to the end of its last phase or to where it is stuck. It can
 * stop between any two iterations and go on there. One call of {@link #run}.
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
    private static final int LOW_FOR = 50; // iterations that the loss stays low once the task is learned

    private final RnnConfig config;
    private final SequenceSource task;
    private RecipeSchedule schedule;
    private final Randomness random;
    private final Learner learner;
    private final BatchSource batches;
    private final RandomSkips skips;
    private final RecipeProgress progress;
    private final double gradClip;

    private Phase phase;
    private int done; // iterations of the phase
    private int iterations; // of the start
    private int learned; // iterations of phase 1, once it is over
    private int low; // iterations running that phase 1's loss has been low
    private double slower = 1; // rate of phase 2
    private double runningLoss = 0.7;
    private double runningNorm = 1;
    private Snapshot kept; // null: none
    private double keptUpdates = Double.POSITIVE_INFINITY;
    private final Deque<Snapshot> rollback = new ArrayDeque<>();
    private final List<RecipeCheckpoint.Draw> draws = new ArrayList<>();

    /** @param from trained weights, which stay as they are; null: fresh ones */
    RecipeStart(
            RnnConfig config,
            SequenceSource task,
            RecipeSchedule schedule,
            TrainConfig settings,
            Randomness random,
            RnnWeights from,
            RecipeProgress progress) {
        this.config = config;
        this.task = task;
        this.schedule = schedule;
        this.random = random;
        this.progress = progress;
        RnnWeights weights = from == null ? fresh() : from.copy();
        gradClip = settings.gradClip();
        learner = new Learner(config, weights, settings.optimizer().create(), settings.threads(), settings.batchSize());
        int decideAfter = schedule.decideAfter();
        int length = decideAfter > 0 ? decideAfter : task.length();
        batches = new GeneratedBatches(task, length, settings.batchSize(), random.batches());
        phase = decideAfter > 0 ? Phase.SETTLE : Phase.LEARN;
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

    /** Runs what is left of the phases, until it is asked to stop; returns whether it has come to its end. */
    boolean run() {
        plan();
        while (phase != Phase.END && !progress.isStopped()) {
            switch (phase) {
                case LEARN -> learn();
                case SKIP -> skip();
                default -> settle();
            }
            progress.checkpointIfDue(this);
        }
        return phase == Phase.END;
    }

    /** Of an interrupted start: phase 2 is in the middle of a search, and the best it has found serves better. */
    void takeKept() {
        if (phase == Phase.SKIP && kept != null) {
            learner.restore(kept);
        }
    }

    /** Runs the last two phases, from weights that are trained already. */
    void goOn() {
        runningLoss = TRAINED_LOSS;
        keptUpdates = validate(VALIDATE).updates();
        kept = learner.snapshot();
        enter(Phase.SKIP);
        run();
    }

    private void enter(Phase next) {
        phase = next;
        done = 0;
        plan();
    }

    private void plan() {
        int rest = schedule.skipIterations() + schedule.settleIterations() - done;
        rest += switch (phase) {
            case LEARN -> schedule.learnIterations() / 2;
            case SETTLE -> -schedule.skipIterations();
            default -> 0;
        };
        boolean fixed = phase == Phase.LEARN && schedule.iterations() > 0;
        progress.planned(fixed ? schedule.iterations() - iterations : Math.max(0, rest));
    }

    /**
     * Phase 1: until the running loss has stayed low. Without an update gate, or with iterations to keep to, not to have
     * learned ends nothing.
     */
    private void learn() {
        boolean success = low >= LOW_FOR;
        if (!success && done < schedule.learnIterations()) {
            iterate(schedule.learnCost(), schedule.learnRate());
            low = runningLoss < RecipeSchedule.LEARNED ? low + 1 : 0;
            return;
        }
        boolean stuck = !success && schedule.mustLearn() && schedule.iterations() == 0 && schedule.skipIterations() > 0;
        learned = iterations;
        schedule = schedule.afterLearning(learned, success);
        enter(stuck ? Phase.END : Phase.SKIP);
    }

    /** Phase 2: the cost rises while the loss is low; the most skipping of the accurate weights is kept. */
    private void skip() {
        if (done == schedule.skipIterations()) {
            if (kept != null) {
                learner.restore(kept);
            }
            rollback.clear();
            enter(Phase.SETTLE);
            return;
        }
        double share = Math.max(0, 1 - runningLoss / schedule.threshold());
        iterate(schedule.skipCost() + schedule.pressure() * share, schedule.skipRate() * slower);
        if (done % CHECK_EVERY == 0) {
            keepIfBetter();
            if (runningLoss < schedule.snapshotLoss()) {
                rollback.addLast(learner.snapshot());
                if (rollback.size() > SNAPSHOTS) {
                    rollback.removeFirst();
                }
            }
        }
        if (runningLoss > LOST && !rollback.isEmpty()) {
            learner.restore(rollback.peekFirst());
            runningLoss = 0.06;
            slower = Math.max(0.25, slower * 0.7);
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
        if (done == count) {
            if (kept != null && !schedule.isAccurate(validate(VALIDATE), LOOK_SLACK)) {
                learner.restore(kept);
            }
            enter(Phase.END);
            return;
        }
        double fall = 0.5 * (1 + StrictMath.cos(Math.PI * done / count));
        double rate = RecipeSchedule.LAST_RATE + (schedule.settleRate() - RecipeSchedule.LAST_RATE) * fall;
        double share = Math.max(0, 1 - runningLoss / 0.03);
        iterate(schedule.finalCost() + schedule.settlePressure() * share, rate);
    }

    Validation validate(int sequences) {
        draws.add(new RecipeCheckpoint.Draw(iterations, sequences));
        return Validation.on(task, random.validation(), sequences, skips, config, learner.weights);
    }

    private void iterate(double cost, double rate) {
        Batch batch = batches.next();
        skips.mark(batch);
        GateLoss gateLoss = schedule.decideAfter() > 0
                ? GateLoss.taught(schedule.decideAfter(), task.length())
                : GateLoss.budget(cost, GATE_CLIP);
        Bptt.Result result = learner.gradients(batch, gateLoss);
        double scaled = result.taskLoss() * schedule.lossScale();
        runningLoss = 0.98 * runningLoss + 0.02 * (scaled < 2 ? scaled : 2); // NaN counts as 2
        double norm = learner.norm();
        boolean steps = gradClip == 0 || norm < WORST_NORM; // no if NaN
        if (steps) {
            learner.step(rate, norm, gradClip == 0 ? Double.POSITIVE_INFINITY : Math.min(gradClip, 2 * runningNorm));
            runningNorm = 0.98 * runningNorm + 0.02 * Math.min(norm, 3 * runningNorm + 1e-6);
        }
        done++;
        iterations++;
        progress.iterated(result, norm, steps ? rate : 0, cost);
    }

    /** Where it stands, as copies; {@code best} is of the starts before, null: none. */
    RecipeCheckpoint checkpoint(int start, Checkpoint.Best best) {
        RecipeCheckpoint.Position position = new RecipeCheckpoint.Position(
                phase,
                done,
                iterations,
                learned,
                low,
                slower,
                runningLoss,
                runningNorm,
                keptUpdates,
                List.copyOf(draws));
        return new RecipeCheckpoint(
                progress.iterations(),
                progress.seconds(),
                start,
                position,
                learner.snapshot(),
                kept,
                List.copyOf(rollback),
                best);
    }

    /** Stands where the checkpoint was taken; called on a start whose random numbers are untouched. */
    void restore(RecipeCheckpoint from) {
        RecipeCheckpoint.Position position = from.position();
        drawAgain(position);
        phase = position.phase();
        done = position.done();
        learned = position.learned();
        low = position.low();
        slower = position.slower();
        runningLoss = position.runningLoss();
        runningNorm = position.runningNorm();
        keptUpdates = position.keptUpdates();
        kept = from.kept();
        rollback.addAll(from.rollback());
        learner.restore(from.now());
        if (phase != Phase.LEARN) {
            schedule = schedule.afterLearning(learned, low >= LOW_FOR);
        }
    }

    /** Some 50 µs a batch, and 2 µs a sequence of the validations. */
    private void drawAgain(RecipeCheckpoint.Position position) {
        int next = 0;
        while (true) {
            while (next < position.draws().size() && position.draws().get(next).iteration() == iterations) {
                RecipeCheckpoint.Draw draw = position.draws().get(next++);
                skips.mark(new GeneratedBatches(task, draw.sequences(), random.validation()).next());
                draws.add(draw);
            }
            if (iterations == position.iterations()) {
                return;
            }
            skips.mark(batches.next());
            iterations++;
        }
    }

    @Override
    public void close() {
        learner.close();
    }
}
