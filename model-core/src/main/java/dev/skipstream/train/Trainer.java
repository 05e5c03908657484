package dev.skipstream.train;

import dev.skipstream.data.DataSet;
import dev.skipstream.data.SequenceSource;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Trains with constant rate and cost from the first iteration to the last. Nothing is held out or chosen unless it is
 * asked for; without clipping no gradient is touched and no step dropped. One call of {@link #run}.
 */
public final class Trainer {
    private static final int VALIDATE_ON = 8192; // fresh sequences of a task
    private static final int LAST = 100; // iterations whose batches stand for the end
    private static final int MOST_DROPPED = 100; // steps running

    private final RnnConfig config;
    private final RnnWeights weights;
    private final TrainConfig settings;
    private final BatchSource batches;
    private final RandomSkips skips;
    private final TrainingObserver observer;
    private final BooleanSupplier stop;
    private final DataSet held; // null: the last weights are taken
    private final ClassWeights classWeights;
    private Selection selection; // null: likewise
    private double checkpointSeconds;
    private Consumer<Checkpoint> checkpoints; // null: none
    private Checkpoint from; // null: from the beginning

    private final Deque<Validation> last = new ArrayDeque<>(); // of the latest batches
    private int done;
    private int dropped; // steps running

    private Trainer(
            RnnConfig config,
            RnnWeights weights,
            TrainConfig settings,
            BatchSource batches,
            DataSet held,
            ClassWeights classWeights,
            TrainingObserver observer,
            BooleanSupplier stop) {
        this.config = config;
        this.weights = weights;
        this.settings = settings;
        this.batches = batches;
        this.held = held;
        this.classWeights = classWeights;
        this.observer = observer;
        this.stop = stop;
        skips = RandomSkips.of(settings.skipProbability(), settings.seed());
        validateEvery(TrainConfig.VALIDATE_EVERY, 0);
    }

    /**
     * Trains on fresh sequences of a task.
     *
     * @param weights change as they learn
     * @param keepBest whether the best of the weights validated on 8192 sequences are taken, not the last
     * @param stop asked before every iteration
     */
    public static Trainer onTask(
            RnnConfig config,
            RnnWeights weights,
            TrainConfig settings,
            SequenceSource task,
            boolean keepBest,
            TrainingObserver observer,
            BooleanSupplier stop) {
        Randomness random = Randomness.of(settings.seed());
        BatchSource batches = new GeneratedBatches(task, settings.batchSize(), random.batches());
        DataSet held = keepBest ? task.dataSet(random.validation().nextLong(), VALIDATE_ON) : null;
        return new Trainer(config, weights, settings, batches, held, ClassWeights.NONE, observer, stop);
    }

    /**
     * Trains on a data set. A batch as large as the set is the set in its own order; smaller ones are shuffled.
     *
     * @param data every sequence has a target
     * @param held what to validate on, to take the best validated weights; null: the last weights are taken
     * @param classWeights of the losses; with any, the least weighted loss is the best validation
     */
    public static Trainer onData(
            RnnConfig config,
            RnnWeights weights,
            TrainConfig settings,
            DataSet data,
            DataSet held,
            ClassWeights classWeights,
            TrainingObserver observer,
            BooleanSupplier stop) {
        BatchSource batches = new DataSetBatches(
                data,
                config,
                settings.batchSize(),
                classWeights,
                Randomness.of(settings.seed()).batches());
        return new Trainer(config, weights, settings, batches, held, classWeights, observer, stop);
    }

    /**
     * How often to validate, and after how many validations without a better one to stop.
     *
     * @param every iterations, at least 1
     * @param patience validations; 0: never stop early
     */
    public Trainer validateEvery(int every, int patience) {
        if (held != null) {
            selection = new Selection(config.head(), this::measure, !classWeights.isNone(), every, patience);
        }
        return this;
    }

    private Validation measure(RnnWeights found) {
        return Validation.on(held, config, found, classWeights, settings.skipProbability(), settings.seed());
    }

    /**
     * Hands out a checkpoint at least every so many seconds, and one at the end, however it comes. Its parts are live:
     * they are to be written before the call returns.
     */
    public Trainer checkpoints(double seconds, Consumer<Checkpoint> to) {
        checkpointSeconds = seconds;
        checkpoints = to;
        return this;
    }

    /** Goes on from a checkpoint of the same settings; the end is bit for bit what it would have been without a stop. */
    public Trainer resume(Checkpoint checkpoint) {
        from = checkpoint;
        return this;
    }

    /**
     * Trains.
     *
     * @throws TrainingFailure if the weights or the loss are no numbers any more
     */
    public Trained run() {
        observer.planned(settings.iterations());
        long start = System.nanoTime();
        try (Learner learner =
                new Learner(config, weights, settings.optimizer().create(), settings.threads(), settings.batchSize())) {
            if (from != null) {
                restore(learner);
                start -= (long) (from.seconds() * 1e9);
            }
            boolean exhausted = isExhausted();
            long saved = System.nanoTime();
            while (done < settings.iterations() && !exhausted && !stop.getAsBoolean()) {
                iterate(learner, ++done, start);
                if (selection != null && selection.isDue(done)) {
                    selection.validate(done, weights, observer);
                    exhausted = isExhausted();
                }
                if (checkpoints != null && System.nanoTime() - saved >= checkpointSeconds * 1e9) {
                    save(learner, start);
                    saved = System.nanoTime();
                }
            }
            save(learner, start);
            if (selection != null && !selection.isDue(done) && done == settings.iterations()) {
                selection.validate(done, weights, observer);
            }
            if (exhausted) {
                observer.noted("stopped after " + done + " iterations: none better since iteration "
                        + selection.best().iteration());
            }
            boolean interrupted = done < settings.iterations() && !exhausted;
            Checkpoint.Best best = selection == null ? null : selection.best();
            RnnWeights chosen = best == null ? weights : best.weights();
            requireFinite(chosen);
            return new Trained(config, chosen, done, best == null ? mean() : best.validation(), interrupted);
        }
    }

    private boolean isExhausted() {
        return selection != null && selection.isExhausted(done);
    }

    private void restore(Learner learner) {
        learner.restore(new Snapshot(from.weights(), from.optimizer()));
        while (done < from.iteration()) { // the same random numbers again; takes some 20 µs a batch
            skips.mark(batches.next());
            done++;
        }
        last.addAll(from.last());
        if (selection != null) {
            selection.restore(from.best());
        }
    }

    private void save(Learner learner, long start) {
        if (checkpoints != null) {
            double seconds = (System.nanoTime() - start) * 1e-9;
            Checkpoint.Best best = selection == null ? null : selection.best();
            Snapshot now = learner.snapshot();
            checkpoints.accept(
                    new Checkpoint(done, seconds, now.weights(), now.optimizer(), best, new ArrayList<>(last)));
        }
    }

    private void iterate(Learner learner, int iteration, long start) {
        Batch batch = batches.next();
        skips.mark(batch);
        Bptt.Result result = learner.gradients(batch, GateLoss.budget(settings.costPerSample(), 0));
        if (!Double.isFinite(result.loss())) {
            throw diverged("loss must be a number, found " + result.loss() + " at iteration " + iteration);
        }
        boolean clips = settings.gradClip() > 0;
        double norm = clips ? learner.norm() : Double.NaN;
        boolean steps = !clips || Double.isFinite(norm);
        if (steps) {
            learner.step(settings.learningRate(), clips ? norm : 0, settings.gradClip());
        }
        dropped = steps ? 0 : dropped + 1;
        if (dropped == MOST_DROPPED) {
            throw diverged("the gradient's norm must be finite, found " + norm + " in " + dropped
                    + " iterations running, up to " + iteration);
        }
        if (last.size() == LAST) {
            last.removeFirst();
        }
        last.addLast(new Validation(0, result.taskLoss(), result.accuracy(), result.updates()));
        observer.iterated(new TrainingRun.Iteration(
                iteration,
                (System.nanoTime() - start) * 1e-9,
                result.loss(),
                result.taskLoss(),
                result.accuracy(),
                result.updates(),
                norm,
                steps ? settings.learningRate() : 0,
                settings.costPerSample()));
    }

    private Validation mean() {
        return new Validation(0, mean(Validation::taskLoss), mean(Validation::accuracy), mean(Validation::updates));
    }

    private double mean(ToDoubleFunction<Validation> of) {
        return last.stream().mapToDouble(of).average().orElse(Double.NaN);
    }

    private void requireFinite(RnnWeights chosen) {
        chosen.tensors().forEach((name, tensor) -> {
            for (float value : tensor.data) {
                if (!Float.isFinite(value)) {
                    throw diverged(name + " must be finite, found " + value + " after iteration " + done);
                }
            }
        });
    }

    private TrainingFailure diverged(String what) {
        String clip = settings.gradClip() == 0
                ? " or --grad-clip 1 (now 0)"
                : " or a lower --grad-clip (now " + settings.gradClip() + ")";
        String inputs = config.normalised() || config.vocabulary() > 0 ? "" : ", and --normalize for inputs far from 1";
        return new TrainingFailure("training diverged: " + what + "; try a lower --learning-rate (now "
                + settings.learningRate() + ")" + clip + inputs);
    }
}
