package dev.skipstream.cli;

import dev.skipstream.data.DataFiles;
import dev.skipstream.data.DataSet;
import dev.skipstream.data.SequenceSource;
import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.train.Optimizer;
import dev.skipstream.train.TaskRecipe;
import dev.skipstream.train.TrainConfig;
import dev.skipstream.train.Trained;
import dev.skipstream.train.Trainer;
import dev.skipstream.train.TrainingObserver;
import dev.skipstream.train.Validation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Option;

/**
 * What {@code train} was asked for, checked: data, network and method.
 *
 * @param name of the task or data
 * @param config of the network to train
 * @param init weights to go on from; null: fresh ones
 * @param settings of the training
 * @param recipeIterations 0: as many as the recipe wants
 * @param usesRecipe whether the task's recipe is applied
 * @param keepBest whether the best validated weights are taken
 * @param task that generates the data; null: a data set
 * @param data to train on; null: a task
 * @param test to measure on; null: none
 */
record TrainPlan(
        String name,
        RnnConfig config,
        RnnWeights init,
        TrainConfig settings,
        int recipeIterations,
        boolean usesRecipe,
        boolean keepBest,
        SequenceSource task,
        DataSet data,
        DataSet test) {

    /** Options that say what to learn from. */
    static final class Source {
        @Option(names = "--task", paramLabel = "frequency|adding", description = "fresh sequences of a task")
        String task;

        @Option(
                names = "--data",
                paramLabel = "FILE",
                description = "sequences with targets: .ts or .tsv, each also .gz")
        Path data;
    }

    /** Options of the network; null where not given. */
    static final class Network {
        @Option(
                names = "--cell",
                paramLabel = "KIND",
                description = "lstm, gru, skip-lstm or skip-gru (default: " + TrainConfig.CELL + ")")
        String cell;

        @Option(names = "--units", paramLabel = "H", description = "units a layer (default: " + TrainConfig.UNITS + ")")
        Integer units;

        @Option(names = "--layers", paramLabel = "L", description = "layers (default: " + TrainConfig.LAYERS + ")")
        Integer layers;

        @Option(names = "--layer-norm", description = "normalise the gates' pre-activations")
        boolean layerNorm;

        @Option(names = "--normalize", description = "normalise inputs by mean and deviation of the training data")
        boolean normalize;

        @Option(
                names = "--init",
                paramLabel = "MODEL",
                description = "go on from this model, which fixes cell, sizes, head, labels and normalisation")
        Path init;

        @Option(
                names = "--sampling-period",
                paramLabel = "MS",
                description = "milliseconds between samples (default for --task frequency: 1)")
        Double samplingPeriod;

        @Option(
                names = "--sequence-length",
                paramLabel = "T",
                description = "samples of a sequence of --task adding (default: 50)")
        Integer sequenceLength;
    }

    /** Options of the training; null where not given. */
    static final class Method {
        @Option(
                names = "--cost-per-sample",
                paramLabel = "λ",
                description = "loss for each sample used; a recipe ends with it (default: "
                        + TrainConfig.COST_PER_SAMPLE + ", or the task's)")
        Double costPerSample;

        @Option(
                names = "--iterations",
                paramLabel = "N",
                description = "batches to train on (default: " + TrainConfig.ITERATIONS + ", or as the recipe needs)")
        Integer iterations;

        @Option(
                names = "--batch-size",
                paramLabel = "B",
                description = "sequences a batch (default: " + TrainConfig.BATCH_SIZE + ", or the recipe's);"
                        + " a data set of no more sequences is one batch in its own order")
        Integer batchSize;

        @Option(
                names = "--learning-rate",
                paramLabel = "R",
                description = "step size; switches a task's recipe off (default: " + TrainConfig.LEARNING_RATE + ")")
        Double learningRate;

        @Option(
                names = "--optimizer",
                paramLabel = "adam|sgd",
                description = "how gradients become steps (default: " + TrainConfig.OPTIMIZER + ")")
        String optimizer = TrainConfig.OPTIMIZER;

        @Option(
                names = "--grad-clip",
                paramLabel = "N",
                description = "greatest norm of a gradient; 0: no limit, and no step is dropped (default: 1)")
        double gradClip = TrainConfig.GRAD_CLIP;

        @Option(names = "--seed", paramLabel = "N", description = "the same seed trains the same weights (default: 1)")
        long seed = TrainConfig.SEED;

        @Option(
                names = "--threads",
                paramLabel = "N",
                description = "no effect on the weights (default: the machine's cores)")
        int threads = Runtime.getRuntime().availableProcessors();

        @Option(
                names = "--skip-probability",
                paramLabel = "P",
                description = "skip samples at random, with a cell without update gate: the paper's baseline")
        double skipProbability;

        @Option(
                names = "--keep-best",
                description = "write the best validated weights: on fresh sequences of a task, or on a tenth of the"
                        + " data that is held out")
        boolean keepBest;
    }

    /**
     * Reads the files and fits everything together.
     *
     * @throws IllegalArgumentException naming the option, what was expected and what was found
     * @throws IOException if a file cannot be read
     */
    static TrainPlan of(Source source, Network network, Method method, Path testFile) throws IOException {
        ModelFile init = network.init == null ? null : ModelFile.read(network.init);
        SequenceSource task = source.task == null ? null : TrainNetworks.task(source.task, network, init);
        DataSet data = source.data == null ? null : DataFiles.read(source.data);
        RnnConfig config = init != null
                ? TrainNetworks.kept(init, network)
                : task != null ? TrainNetworks.forTask(task, network) : TrainNetworks.forData(data, network);
        boolean recipe = task != null && init == null && method.learningRate == null;
        if (method.skipProbability > 0 && config.cell().skips()) {
            throw new IllegalArgumentException("--skip-probability must be 0 with --cell " + config.cell()
                    + ", whose update gate decides, found " + method.skipProbability);
        }
        if (recipe && method.keepBest) {
            throw new IllegalArgumentException(
                    "--keep-best must be used with --learning-rate or --init, found the recipe of --task "
                            + source.task);
        }
        int batch = recipe ? TaskRecipe.batchSize(task) : TrainConfig.BATCH_SIZE;
        double cost = task == null ? TrainConfig.COST_PER_SAMPLE : TaskRecipe.costPerSample(task);
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
        return new TrainPlan(
                task == null ? data.name() : task.name(),
                config,
                init == null ? null : init.weights(),
                settings,
                method.iterations == null ? 0 : method.iterations,
                recipe,
                method.keepBest,
                task,
                data == null ? null : TrainNetworks.checked(data, config, source.data),
                testFile == null ? null : TrainNetworks.checked(DataFiles.read(testFile), config, testFile));
    }

    /** Trains as planned. */
    Trained train(TrainingObserver observer, BooleanSupplier stop) {
        if (usesRecipe) {
            return new TaskRecipe(config, task, settings, recipeIterations, observer, stop).run();
        }
        if (task != null) {
            RnnWeights weights = init != null ? init : TrainNetworks.fresh(config, settings.seed(), task);
            return Trainer.onTask(config, weights, settings, task, keepBest, observer, stop)
                    .run();
        }
        RnnWeights weights = init != null ? init : TrainNetworks.fresh(config, settings.seed(), data);
        DataSet[] parts = keepBest ? TrainNetworks.holdOut(data, settings.seed()) : new DataSet[] {data, null};
        return Trainer.onData(config, weights, settings, parts[0], parts[1], observer, stop)
                .run();
    }

    /** What the trained model does on the test file; null without one. */
    Validation test(Trained trained) {
        return test == null
                ? null
                : Validation.on(test, trained.config(), trained.weights(), settings.skipProbability(), settings.seed());
    }
}
