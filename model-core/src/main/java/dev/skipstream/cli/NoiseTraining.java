package dev.skipstream.cli;

import dev.skipstream.data.FrequencyTask;
import dev.skipstream.data.SequenceSource;
import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.train.TaskRecipe;
import dev.skipstream.train.TrainConfig;
import dev.skipstream.train.Trained;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Trains two networks on signals of worse sensors: one that learns which samples to use, and one that is taught to use
 * the first ones, as many as the other uses on average. What is in the folder already is not trained again.
 */
final class NoiseTraining {
    private static final int UNITS = 32;
    private static final int COUNT = 8192; // sequences on which the samples used are counted

    private final Path folder; // null: nothing is kept
    private final int iterations;
    private final int threads;
    private final PrintWriter progress;
    private final BooleanSupplier stop;
    private final SequenceSource task = NoiseReport.trainingTask(1);
    private final RnnConfig config = PaperRow.network(CellKind.SKIP_LSTM, UNITS, new FrequencyTask(1));

    /** @param iterations of a training; 0: as many as the recipe wants */
    NoiseTraining(Path folder, int iterations, int threads, PrintWriter progress, BooleanSupplier stop) {
        this.folder = folder;
        this.iterations = iterations;
        this.threads = threads;
        this.progress = progress;
        this.stop = stop;
    }

    /** Both networks by name, or those that are trained when it is asked to stop. */
    Map<String, ModelFile> run(long seed) throws IOException {
        Map<String, ModelFile> models = new LinkedHashMap<>();
        String name = "with-noise-seed" + seed;
        ModelFile learned = network(name, seed, 0);
        if (learned != null) {
            models.put(name, learned);
            double updates = RowTraining.measure(config, learned.weights(), task, COUNT, 0, seed)
                    .updates();
            int first = Math.max(1, Math.min(task.length() - 1, (int) Math.round(updates)));
            String taught = "with-noise-first-" + first + "-seed" + seed;
            ModelFile early = network(taught, seed, first);
            if (early != null) {
                models.put(taught, early);
            }
        }
        return models;
    }

    /**
     * @param decideAfter samples that it is taught to use; 0: it learns which
     * @return null if interrupted
     */
    private ModelFile network(String name, long seed, int decideAfter) throws IOException {
        Path file = folder == null ? null : folder.resolve(name + ".safetensors");
        if (file != null && Files.exists(file)) {
            return ModelFile.read(file);
        }
        progress.printf(Locale.ROOT, "reproduce: %s%n", name);
        PaperRow row =
                PaperRow.learned(name, config.cell(), TrainConfig.COST_PER_SAMPLE, task, PaperRow.Published.UNKNOWN);
        TrainConfig settings = RowTraining.settings(row, task, seed, threads, 0);
        Trained trained;
        try (TrainProgress bar = new TrainProgress(null, 0, progress)) {
            TaskRecipe recipe = decideAfter == 0
                    ? new TaskRecipe(config, task, settings, iterations, bar, stop)
                    : TaskRecipe.early(config, task, settings, decideAfter, iterations, bar, stop);
            trained = recipe.run();
        }
        if (trained.interrupted()) {
            return null;
        }
        if (file != null) {
            RowTraining.write(file, name, trained, trained.validation(), seed);
        }
        return ModelFile.parse(ModelFile.toBytes(config, trained.weights(), Map.of("name", name)), name);
    }
}
