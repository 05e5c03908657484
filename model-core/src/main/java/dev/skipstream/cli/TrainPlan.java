package dev.skipstream.cli;

import dev.skipstream.data.DataSet;
import dev.skipstream.data.SequenceSource;
import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.train.Checkpoint;
import dev.skipstream.train.Optimizer;
import dev.skipstream.train.RecipeCheckpoint;
import dev.skipstream.train.TaskRecipe;
import dev.skipstream.train.TrainConfig;
import dev.skipstream.train.Trained;
import dev.skipstream.train.Trainer;
import dev.skipstream.train.TrainingObserver;
import dev.skipstream.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What {@code train} was asked for, checked: data, network and method.
 *
 * @param name of the task or data
 * @param config of the network to train
 * @param init model to go on from; null: fresh weights
 * @param settings of the training
 * @param recipeIterations 0: as many as the recipe wants
 * @param decideAfter samples that a network which decides early uses; 0: it learns which
 * @param usesRecipe whether the task's recipe is applied
 * @param reading options of the data
 * @param split share of the data that is held out; 0: none
 * @param keepBest whether the best validated weights are taken
 * @param validateEvery iterations between validations
 * @param patience validations without a better one that end the training; 0: it does not end early
 * @param task that generates the data; null: a data set
 * @param all sequences of {@code --data}; null: a task
 * @param data to train on; null: a task
 * @param test to measure on; null: none
 */
record TrainPlan(
        String name,
        RnnConfig config,
        ModelFile init,
        TrainConfig settings,
        int recipeIterations,
        int decideAfter,
        boolean usesRecipe,
        TrainOptions.Reading reading,
        double split,
        boolean keepBest,
        int validateEvery,
        int patience,
        SequenceSource task,
        DataSet all,
        TrainData data,
        DataSet test) {

    /**
     * Reads the files and fits everything together.
     *
     * @throws IllegalArgumentException naming the option, what was expected and what was found
     * @throws IOException if a file cannot be read
     */
    static TrainPlan of(
            TrainOptions.Source source,
            TrainOptions.Reading reading,
            TrainOptions.Network network,
            TrainOptions.Method method)
            throws IOException {
        requireAtLeast("--downsample", 1, reading.downsample);
        requireAtLeast("--validate-every", 1, method.validateEvery);
        requireAtLeast("--patience", 0, method.patience);
        ModelFile init = network.init == null ? null : ModelFile.read(network.init);
        SequenceSource task =
                source.task == null ? null : TrainNetworks.task(source.task, network, init, reading.downsample);
        DataSet read = source.data == null ? null : TrainData.read(source.data, reading.downsample);
        RnnConfig config = task != null
                ? TrainNetworks.forTask(task, network, init, reading.downsample)
                : TrainNetworks.forData(read, network, init, reading.downsample);
        boolean recipe = task != null && init == null && method.learningRate == null;
        requireFitting(source, reading, network, method, config, recipe);
        boolean keepBest = method.keepBest || reading.validationSplit != null;
        double split = task != null || !keepBest
                ? 0
                : reading.validationSplit == null ? TrainConfig.VALIDATION_SPLIT : reading.validationSplit;
        int batch = recipe ? TaskRecipe.batchSize(task) : TrainConfig.BATCH_SIZE;
        double cost = method.decideAfter != null ? 0 : costPerSample(task);
        TrainConfig settings = new TrainConfig(
                method.costPerSample == null ? cost : method.costPerSample,
                method.iterations == null ? TrainConfig.ITERATIONS : method.iterations,
                method.batchSize == null ? batch : method.batchSize,
                method.learningRate == null ? TrainConfig.LEARNING_RATE : method.learningRate,
                Optimizer.Kind.of(method.optimizer),
                method.gradClip,
                method.seed,
                method.threads,
                method.skipProbability);
        DataSet all = read == null ? null : TrainData.checked(read, config, source.data);
        return new TrainPlan(
                task == null ? all.name() : task.name(),
                config,
                init,
                settings,
                method.iterations == null ? 0 : method.iterations,
                method.decideAfter == null ? 0 : method.decideAfter,
                recipe,
                reading,
                split,
                keepBest,
                method.validateEvery,
                method.patience,
                task,
                all,
                all == null ? null : TrainData.of(all, split, reading.classWeights, method.seed),
                reading.test == null
                        ? null
                        : TrainData.checked(TrainData.read(reading.test, reading.downsample), config, reading.test));
    }

    private static double costPerSample(SequenceSource task) {
        return task == null ? TrainConfig.COST_PER_SAMPLE : TaskRecipe.costPerSample(task);
    }

    private static void requireFitting(
            TrainOptions.Source source,
            TrainOptions.Reading reading,
            TrainOptions.Network network,
            TrainOptions.Method method,
            RnnConfig config,
            boolean recipe) {
        if (method.skipProbability > 0 && config.cell().skips()) {
            throw new IllegalArgumentException("--skip-probability must be 0 with --cell " + config.cell()
                    + ", whose update gate decides, found " + method.skipProbability);
        }
        if (recipe && method.keepBest) {
            throw new IllegalArgumentException(
                    "--keep-best must be used with --learning-rate or --init, found the recipe of --task "
                            + source.task);
        }
        if (method.decideAfter != null) {
            requireEarly(source, network, method, config, recipe);
        }
        if (source.task != null && reading.validationSplit != null) {
            throw new IllegalArgumentException(
                    "--validation-split must be used with --data, found --task " + source.task);
        }
        if (source.task != null && !reading.classWeights.equals("none")) {
            throw new IllegalArgumentException("--class-weights must be used with --data, found --task " + source.task);
        }
        if (method.patience > 0 && !method.keepBest && reading.validationSplit == null) {
            throw new IllegalArgumentException(
                    "--patience must be used with --validation-split or --keep-best, found neither");
        }
    }

    private static void requireEarly(
            TrainOptions.Source source,
            TrainOptions.Network network,
            TrainOptions.Method method,
            RnnConfig config,
            boolean recipe) {
        String option = "--decide-after must be ";
        if (!recipe) {
            throw new IllegalArgumentException(
                    option + "used with the recipe of --task, found " + noRecipe(source, network, method));
        }
        if (!config.cell().skips()) {
            throw new IllegalArgumentException(
                    option + "used with --cell skip-lstm or skip-gru, found " + config.cell());
        }
        if (method.costPerSample != null) {
            throw new IllegalArgumentException(
                    option + "used without --cost-per-sample, found " + method.costPerSample);
        }
        int length = config.sequenceLength();
        if (method.decideAfter < 1 || method.decideAfter >= length) {
            throw new IllegalArgumentException(option + "between 1 and " + (length - 1) + " for sequences of " + length
                    + " samples, found " + method.decideAfter);
        }
    }

    /** What keeps the recipe of a task from being applied. */
    private static String noRecipe(
            TrainOptions.Source source, TrainOptions.Network network, TrainOptions.Method method) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("--data", source.data);
        options.put("--init", network.init);
        options.put("--learning-rate", method.learningRate);
        return options.entrySet().stream()
                .filter(option -> option.getValue() != null)
                .map(option -> option.getKey() + " " + option.getValue())
                .collect(Collectors.joining(" and "));
    }

    private static void requireAtLeast(String option, int least, int found) {
        if (found < least) {
            throw new IllegalArgumentException(option + " must be >= " + least + ", found " + found);
        }
    }

    /** Trains by the task's recipe; the parameters are those of {@link #train}. */
    Trained trainByRecipe(
            TrainingObserver observer,
            BooleanSupplier stop,
            RecipeCheckpoint from,
            double seconds,
            Consumer<RecipeCheckpoint> checkpoints) {
        return recipe(observer, stop)
                .checkpoints(seconds, checkpoints)
                .resume(from)
                .run();
    }

    private TaskRecipe recipe(TrainingObserver observer, BooleanSupplier stop) {
        return decideAfter > 0
                ? TaskRecipe.early(config, task, settings, decideAfter, recipeIterations, observer, stop)
                : new TaskRecipe(config, task, settings, recipeIterations, observer, stop);
    }

    /** The task's recipe in words. */
    String recipeText() {
        return recipe(new TrainingRun(), () -> false).text();
    }

    /**
     * Trains with constant settings.
     *
     * @param from to go on from; null: from the beginning
     * @param seconds between checkpoints
     * @param checkpoints null: none
     */
    Trained train(
            TrainingObserver observer,
            BooleanSupplier stop,
            Checkpoint from,
            double seconds,
            Consumer<Checkpoint> checkpoints) {
        Trainer trainer = task != null
                ? Trainer.onTask(config, firstWeights(), settings, task, keepBest, observer, stop)
                : Trainer.onData(
                        config,
                        firstWeights(),
                        settings,
                        data.training(),
                        data.held(),
                        data.classWeights(),
                        observer,
                        stop);
        return trainer.validateEvery(validateEvery, patience)
                .checkpoints(seconds, checkpoints)
                .resume(from)
                .run();
    }

    private RnnWeights firstWeights() {
        if (init != null) {
            return init.weights().copy();
        }
        return task != null
                ? TrainNetworks.fresh(config, settings.seed(), task)
                : TrainNetworks.fresh(config, settings.seed(), data.training());
    }

    /** What weights do on a data set; with random skips, if the training has them. */
    Evaluation evaluate(RnnWeights weights, DataSet on) {
        return Evaluation.of(config, weights, on, settings.skipProbability(), settings.seed());
    }

    /** Where checkpoints of this training stand. */
    CheckpointFile checkpointFile(Path out) {
        return new CheckpointFile(out, config, TrainSettings.of(this, init == null ? null : init.sha256()));
    }
}
