package dev.skipstream.cli;

import dev.skipstream.train.TrainConfig;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of {@code train}, by what they are about; null where not given. */
final class TrainOptions {
    private TrainOptions() {}

    /** What to learn from. */
    static final class Source {
        @Option(names = "--task", paramLabel = "frequency|adding", description = "fresh sequences of a task")
        String task;

        @Option(
                names = "--data",
                paramLabel = "PATH",
                description =
                        "sequences with targets: a .ts or .tsv file, each also .gz; or a folder of CSV files, one a"
                                + " sequence, PATH/CLASS/x.csv or with PATH/labels.csv (docs/own-data.md)")
        Path data;
    }

    /** How the data are read and shared out. */
    static final class Reading {
        @Option(names = "--test", paramLabel = "PATH", description = "measure the trained model on these sequences")
        Path test;

        @Option(
                names = "--validation-split",
                paramLabel = "P",
                description = "hold out this share of every class of --data, validate on it and write the best weights")
        Double validationSplit;

        @Option(
                names = "--class-weights",
                paramLabel = "none|balanced",
                description = "balanced: every class counts the same, however rare (default: none)")
        String classWeights = "none";

        @Option(
                names = "--downsample",
                paramLabel = "K",
                description =
                        "read every K-th sample only: the uniform baseline (default: 1). The model's sampling period"
                                + " is K times as long")
        int downsample = 1;
    }

    /** The network. */
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

        @Option(
                names = "--normalize",
                description = "normalise inputs by mean and deviation of the training part of the data")
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

    /** The training. */
    static final class Method {
        @Option(
                names = "--cost-per-sample",
                paramLabel = "λ",
                description = "loss for each sample used; a recipe ends with it (default: "
                        + TrainConfig.COST_PER_SAMPLE + ", or the task's)")
        Double costPerSample;

        @Option(
                names = "--decide-after",
                paramLabel = "K",
                description =
                        "use the first K samples of a sequence and skip the rest, which the update gate is taught:"
                                + " a recipe for tasks whose beginning decides; --cost-per-sample has no part in it")
        Integer decideAfter;

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
                description = "write the best validated weights: on 8192 fresh sequences of a task, or on the share of"
                        + " the data that --validation-split holds out (default: " + TrainConfig.VALIDATION_SPLIT + ")")
        boolean keepBest;

        @Option(
                names = "--validate-every",
                paramLabel = "N",
                description = "iterations between validations (default: " + TrainConfig.VALIDATE_EVERY + ")")
        int validateEvery = TrainConfig.VALIDATE_EVERY;

        @Option(
                names = "--patience",
                paramLabel = "N",
                description = "stop after N validations without a better one (default: never)")
        int patience;
    }

    /** Stopping and going on. */
    static final class Continuing {
        @Option(
                names = "--resume",
                description =
                        "go on from MODEL.checkpoint, which a training leaves beside --out: the same weights, bit for"
                                + " bit, as without a stop. Only --threads and where to write may differ, and with"
                                + " constant settings --iterations and --patience. A recipe that came to its end leaves"
                                + " none")
        boolean resume;

        @Option(
                names = "--checkpoint-every",
                paramLabel = "SECONDS",
                description = "between checkpoints (default: " + TrainConfig.CHECKPOINT_EVERY
                        + "); one is written at Ctrl-C in any case, and with constant settings at the end")
        double checkpointEvery = TrainConfig.CHECKPOINT_EVERY;
    }
}
