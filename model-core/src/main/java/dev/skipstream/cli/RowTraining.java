package dev.skipstream.cli;

import dev.skipstream.data.DataSet;
import dev.skipstream.data.FrequencyTask;
import dev.skipstream.data.SequenceSource;
import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.train.Optimizer;
import dev.skipstream.train.TaskRecipe;
import dev.skipstream.train.TrainConfig;
import dev.skipstream.train.Trained;
import dev.skipstream.train.Validation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Trains rows, each by its task's recipe, and measures them on fresh sequences. What is in the results already
 * is not trained again. One caller at a time.
 */
final class RowTraining {
    /** Seed of the measured sequences less the training's: {@code evaluate --seed} takes it. */
    static final long MEASURED_SEED = 1_000_000;

    private final Path folder; // null: nothing is kept
    private final int units;
    private final int limit;
    private final int threads;
    private final int count;
    private final PrintWriter progress;
    private final BooleanSupplier stop;
    private final ResultLines<RowResult> results;

    /**
     * @param folder for models, logs and results; null: nothing is kept
     * @param limit iterations of a training; 0: as many as the recipe wants
     * @param count fresh sequences to measure on
     */
    RowTraining(Path folder, int units, int limit, int threads, int count, PrintWriter progress, BooleanSupplier stop)
            throws IOException {
        this.folder = folder;
        this.units = units;
        this.limit = limit;
        this.threads = threads;
        this.count = count;
        this.progress = progress;
        this.stop = stop;
        Path file = folder == null ? null : folder.resolve("results.csv");
        results = new ResultLines<>(file, RowResult.HEADER, RowResult::line, RowResult::of);
    }

    /** The result of a row, trained if need be, after the row that a baseline belongs to; empty if interrupted. */
    Optional<RowResult> run(PaperRow row, long seed) throws IOException {
        Optional<RowResult> found = find(row, seed);
        if (found.isPresent() || stop.getAsBoolean()) {
            return found;
        }
        double rate = 1; // of samples used
        if (row.of() != null) {
            Optional<RowResult> like = run(row.of(), seed);
            if (like.isEmpty()) {
                return like;
            }
            rate = like.get().updates() / like.get().samples();
        }
        int length = row.task().length();
        double skips =
                row.baseline() == PaperRow.Baseline.RANDOM ? skipProbability(rate, length) : row.skipProbability();
        int every = row.baseline() == PaperRow.Baseline.DOWN ? Math.max(1, (int) (1 / rate)) : 1;
        return train(row, seed, skips, every);
    }

    private Optional<RowResult> find(PaperRow row, long seed) {
        return results.all().stream()
                .filter(result -> result.isRunOf(row.name(), seed, units, limit))
                .findFirst();
    }

    /** The first sample is always used; the others so often that the rate comes out. */
    private static double skipProbability(double rate, int length) {
        return Math.min(0.999, Math.max(0, 1 - (rate * length - 1) / (length - 1)));
    }

    private Optional<RowResult> train(PaperRow row, long seed, double skips, int every) throws IOException {
        SequenceSource task = every == 1 ? row.task() : sparse(row.task(), every);
        RnnConfig config = PaperRow.network(row.cell(), units, task);
        progress.printf(Locale.ROOT, "reproduce: %s, seed %d%n", row.name(), seed);
        long begin = System.nanoTime();
        Trained trained;
        try (TrainProgress bar = new TrainProgress(file(row.name(), seed, ".csv"), 0, progress)) {
            trained = new TaskRecipe(config, task, settings(row, task, seed, threads, skips), limit, bar, stop).run();
        }
        double seconds = (System.nanoTime() - begin) * 1e-9;
        if (trained.interrupted()) {
            return Optional.empty();
        }
        Validation measured = measure(config, trained.weights(), task, count, skips, seed);
        RowResult result = new RowResult(
                row.name(),
                seed,
                units,
                limit,
                trained.iterations(),
                measured.taskLoss(),
                measured.accuracy(),
                measured.updates(),
                row.task().length(),
                measured.updates() * config.flopsPerUpdate(),
                seconds,
                skips,
                every);
        if (folder != null) {
            write(file(row.name(), seed, ".safetensors"), row.name(), trained, measured, seed);
        }
        return Optional.of(results.add(result));
    }

    /** The recipe's settings for a row. */
    static TrainConfig settings(PaperRow row, SequenceSource task, long seed, int threads, double skips) {
        return new TrainConfig(
                row.costPerSample(),
                1,
                TaskRecipe.batchSize(task),
                TrainConfig.LEARNING_RATE,
                Optimizer.Kind.ADAM,
                TrainConfig.GRAD_CLIP,
                seed,
                threads,
                skips);
    }

    private static SequenceSource sparse(SequenceSource task, int every) {
        if (task instanceof FrequencyTask frequency) {
            return new FrequencyTask(every * frequency.samplingPeriodMs());
        }
        throw new IllegalArgumentException("task must be frequency to take every k-th sample, found " + task.name());
    }

    /** On fresh sequences whose seed is told by that of the training. */
    static Validation measure(
            RnnConfig config, RnnWeights weights, SequenceSource task, int count, double skips, long seed) {
        DataSet fresh = task.dataSet(MEASURED_SEED + seed, count);
        return Validation.on(fresh, config, weights, skips, MEASURED_SEED + seed);
    }

    private Path file(String name, long seed, String ending) {
        return folder == null ? null : folder.resolve(name + "-seed" + seed + ending);
    }

    static void write(Path file, String name, Trained trained, Validation measured, long seed) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("name", name);
        texts.put("training.seed", Long.toString(seed));
        texts.put("training.iterations", Integer.toString(trained.iterations()));
        if (Double.isNaN(measured.accuracy())) {
            texts.put("training.mse", String.format(Locale.ROOT, "%.6g", measured.taskLoss()));
        } else {
            texts.put("training.accuracy", String.format(Locale.ROOT, "%.5f", measured.accuracy()));
        }
        texts.put("training.updates", String.format(Locale.ROOT, "%.3f", measured.updates()));
        ModelFile.write(file, trained.config(), trained.weights(), texts);
    }
}
