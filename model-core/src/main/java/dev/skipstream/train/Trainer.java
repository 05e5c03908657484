package dev.skipstream.train;

import dev.skipstream.data.DataSet;
import dev.skipstream.data.SequenceSource;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Trains with constant rate and cost from the first iteration to the last. Nothing is held out or chosen unless {@link
 * #keepBest} is asked for; without clipping no gradient is touched and no step dropped. One call of {@link #run}.
 */
public final class Trainer {
    private static final int VALIDATE_EVERY = 100; // iterations
    private static final int VALIDATE_ON = 8192; // fresh sequences of a task
    private static final int LAST = 100; // iterations whose batches stand for the end

    private final RnnConfig config;
    private final RnnWeights weights;
    private final TrainConfig settings;
    private final BatchSource batches;
    private final RandomSkips skips;
    private final TrainingObserver observer;
    private final BooleanSupplier stop;
    private Supplier<Validation> validation; // null: the last weights are taken

    private Trainer(
            RnnConfig config,
            RnnWeights weights,
            TrainConfig settings,
            BatchSource batches,
            TrainingObserver observer,
            BooleanSupplier stop) {
        this.config = config;
        this.weights = weights;
        this.settings = settings;
        this.batches = batches;
        this.observer = observer;
        this.stop = stop;
        skips = RandomSkips.of(settings.skipProbability(), settings.seed());
    }

    /**
     * Trains on fresh sequences of a task.
     *
     * @param weights change as they learn
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
        Trainer trainer = new Trainer(config, weights, settings, batches, observer, stop);
        if (keepBest) {
            trainer.keepBest(task.dataSet(random.validation().nextLong(), VALIDATE_ON));
        }
        return trainer;
    }

    /**
     * Trains on a data set. A batch as large as the set is the set in its own order; smaller ones are shuffled.
     *
     * @param data every sequence has a target
     * @param held what {@code keepBest} validates on; null: the last weights are taken
     */
    public static Trainer onData(
            RnnConfig config,
            RnnWeights weights,
            TrainConfig settings,
            DataSet data,
            DataSet held,
            TrainingObserver observer,
            BooleanSupplier stop) {
        BatchSource batches = new DataSetBatches(
                data,
                config,
                settings.batchSize(),
                Randomness.of(settings.seed()).batches());
        Trainer trainer = new Trainer(config, weights, settings, batches, observer, stop);
        if (held != null) {
            trainer.keepBest(held);
        }
        return trainer;
    }

    private void keepBest(DataSet held) {
        validation = () -> Validation.on(held, config, weights, settings.skipProbability(), settings.seed());
    }

    /**
     * Trains.
     *
     * @throws TrainingFailure if the weights are no numbers any more
     */
    public Trained run() {
        observer.planned(settings.iterations());
        List<TrainingRun.Iteration> last = new ArrayList<>();
        Validation best = null;
        RnnWeights bestWeights = weights;
        long start = System.nanoTime();
        int done = 0;
        try (Learner learner =
                new Learner(config, weights, settings.optimizer().create(), settings.threads(), settings.batchSize())) {
            while (done < settings.iterations() && !stop.getAsBoolean()) {
                TrainingRun.Iteration iteration = iterate(learner, ++done, start);
                if (last.size() == LAST) {
                    last.remove(0);
                }
                last.add(iteration);
                observer.iterated(iteration);
                if (validation != null && (done % VALIDATE_EVERY == 0 || done == settings.iterations())) {
                    Validation found = validation.get();
                    if (best == null || found.isBetterThan(best, config.head())) {
                        best = found;
                        bestWeights = weights.copy();
                    }
                }
            }
        }
        requireFinite(bestWeights, done);
        boolean interrupted = done < settings.iterations();
        return new Trained(config, bestWeights, done, best == null ? mean(last) : best, interrupted);
    }

    private TrainingRun.Iteration iterate(Learner learner, int iteration, long start) {
        Batch batch = batches.next();
        skips.mark(batch);
        Bptt.Result result = learner.gradients(batch, settings.costPerSample(), 0);
        if (Double.isNaN(result.loss())) {
            throw new TrainingFailure("training diverged: loss must be a number, found NaN at iteration " + iteration);
        }
        boolean clips = settings.gradClip() > 0;
        double norm = clips ? learner.norm() : Double.NaN;
        boolean steps = !clips || Double.isFinite(norm);
        if (steps) {
            learner.step(settings.learningRate(), clips ? norm : 0, settings.gradClip());
        }
        return new TrainingRun.Iteration(
                iteration,
                (System.nanoTime() - start) * 1e-9,
                result.loss(),
                result.taskLoss(),
                result.accuracy(),
                result.updates(),
                norm,
                steps ? settings.learningRate() : 0,
                settings.costPerSample());
    }

    private Validation mean(List<TrainingRun.Iteration> last) {
        return new Validation(
                0,
                last.stream()
                        .mapToDouble(TrainingRun.Iteration::taskLoss)
                        .average()
                        .orElse(Double.NaN),
                last.stream()
                        .mapToDouble(TrainingRun.Iteration::accuracy)
                        .average()
                        .orElse(Double.NaN),
                last.stream()
                        .mapToDouble(TrainingRun.Iteration::updates)
                        .average()
                        .orElse(Double.NaN));
    }

    private static void requireFinite(RnnWeights weights, int iteration) {
        weights.tensors().forEach((name, tensor) -> {
            for (float value : tensor.data) {
                if (!Float.isFinite(value)) {
                    throw new TrainingFailure("training diverged: " + name + " must be finite, found " + value
                            + " after iteration " + iteration);
                }
            }
        });
    }
}
