package dev.skipstream.cli;

import dev.skipstream.data.AddingTask;
import dev.skipstream.data.DataSet;
import dev.skipstream.data.Downsampled;
import dev.skipstream.data.FrequencyTask;
import dev.skipstream.data.Sequence;
import dev.skipstream.data.SequenceSource;
import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.train.Initialization;
import dev.skipstream.train.TrainConfig;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The networks that fit a task, a data set or a model to go on from; and the data that fit a network. */
final class TrainNetworks {
    private static final int ADDING_LENGTH = 50;
    private static final double FREQUENCY_PERIOD = 1; // ms
    private static final int NORMALISE_ON = 1024; // fresh sequences of a task
    private static final double UPDATE_BIAS = 1;

    private TrainNetworks() {}

    static SequenceSource task(String name, TrainOptions.Network network, ModelFile init, int downsample) {
        SequenceSource task = switch (name) {
            case "frequency" -> new FrequencyTask(samplingPeriod(network, init, downsample));
            case "adding" -> new AddingTask(sequenceLength(network, init, downsample));
            default -> throw new IllegalArgumentException("--task must be frequency or adding, found " + name);
        };
        TrainData.requireSeveral(downsample, task.length(), name);
        return Downsampled.of(task, downsample);
    }

    private static double samplingPeriod(TrainOptions.Network network, ModelFile init, int downsample) {
        if (network.sequenceLength != null) {
            throw new IllegalArgumentException("--sequence-length must be used with --task adding, found "
                    + network.sequenceLength + " with frequency");
        }
        if (network.samplingPeriod != null) {
            return network.samplingPeriod;
        }
        boolean known = init != null && !Double.isNaN(init.config().samplingPeriodMs());
        return known ? init.config().samplingPeriodMs() / downsample : FREQUENCY_PERIOD;
    }

    private static int sequenceLength(TrainOptions.Network network, ModelFile init, int downsample) {
        if (network.sequenceLength != null) {
            return network.sequenceLength;
        }
        return init != null && init.config().sequenceLength() > 0
                ? init.config().sequenceLength() * downsample
                : ADDING_LENGTH;
    }

    /**
     * The network for a task, which a model to go on from must fit.
     *
     * @param init null: a fresh network
     * @param downsample of whose samples the task gives every one so many
     */
    static RnnConfig forTask(SequenceSource task, TrainOptions.Network network, ModelFile init, int downsample) {
        double period = period(network);
        if (init != null) {
            requireFitting(init, task);
            return kept(init, network, task.length(), downsample * period);
        }
        if (task.name().equals("frequency") && Double.isNaN(period)) {
            period = FREQUENCY_PERIOD;
        }
        return config(network, task.channels(), task.targets(), task.labels(), task.length(), downsample * period);
    }

    /** @param init to go on from; null: a fresh network */
    static RnnConfig forData(DataSet data, TrainOptions.Network network, ModelFile init, int downsample) {
        if (network.sequenceLength != null) {
            throw new IllegalArgumentException(
                    "--sequence-length must be used with --task adding, found " + network.sequenceLength);
        }
        long lengths =
                data.sequences().stream().mapToInt(Sequence::length).distinct().count();
        int length = lengths == 1 ? data.sequences().get(0).length() : 0;
        double period = downsample * period(network);
        return init == null
                ? config(network, data.channels(), data.targets(), data.labels(), length, period)
                : kept(init, network, length, period);
    }

    private static double period(TrainOptions.Network network) {
        return network.samplingPeriod == null ? Double.NaN : network.samplingPeriod;
    }

    private static RnnConfig config(
            TrainOptions.Network network,
            int channels,
            DataSet.TargetKind targets,
            List<String> labels,
            int length,
            double period) {
        int layers = network.layers == null ? TrainConfig.LAYERS : network.layers;
        int units = network.units == null ? TrainConfig.UNITS : network.units;
        requireAtLeastOne("--layers", layers);
        requireAtLeastOne("--units", units);
        requireMatrices(units, channels);
        requirePeriod(period);
        HeadKind head = switch (targets) {
            case CLASS, STEP_CLASS -> HeadKind.SOFTMAX;
            case LABELS, STEP_LABELS -> HeadKind.SIGMOID;
            case NUMERIC, NONE -> HeadKind.LINEAR;
        };
        return new RnnConfig(
                CellKind.of(network.cell == null ? TrainConfig.CELL : network.cell),
                channels,
                Collections.nCopies(layers, units),
                head,
                head == HeadKind.LINEAR ? 1 : labels.size(),
                labels,
                network.layerNorm,
                length,
                period,
                network.normalize,
                0);
    }

    /** The greatest array of Java bounds the weights of a layer, G·H·max(I, H); G of the greater cell, an LSTM. */
    private static void requireMatrices(int units, int channels) {
        long gates = CellKind.LSTM.gates();
        if (gates * units * Math.max(units, channels) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("--units must be at most "
                    + Math.min((int) Math.sqrt(Integer.MAX_VALUE / gates), Integer.MAX_VALUE / gates / channels)
                    + " (matrices of 2^31 numbers), found " + units);
        }
    }

    private static void requirePeriod(double period) {
        if (!Double.isNaN(period) && !(period > 0 && period < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("--sampling-period must be > 0, found " + period);
        }
    }

    private static void requireAtLeastOne(String option, int found) {
        if (found < 1) {
            throw new IllegalArgumentException(option + " must be >= 1, found " + found);
        }
    }

    /**
     * The configuration of a model to go on from, with the length and the period of what it is trained on now.
     *
     * @param length samples of a sequence; 0: of any length
     * @param period ms between samples as the model reads them; NaN: the model's
     * @throws IllegalArgumentException if an option contradicts the model
     */
    private static RnnConfig kept(ModelFile init, TrainOptions.Network network, int length, double period) {
        RnnConfig config = init.config();
        requireSame("--cell", config.cell().text(), network.cell);
        requireSame("--layers", config.layers(), network.layers);
        for (int units : config.units()) {
            requireSame("--units", units, network.units);
        }
        requireSame("--layer-norm", config.layerNorm(), network.layerNorm ? true : null);
        requireSame("--normalize", config.normalised(), network.normalize ? true : null);
        requirePeriod(period);
        return new RnnConfig(
                config.cell(),
                config.inputs(),
                config.units(),
                config.head(),
                config.outputs(),
                config.labels(),
                config.layerNorm(),
                length,
                Double.isNaN(period) ? config.samplingPeriodMs() : period,
                config.normalised(),
                config.vocabulary());
    }

    private static void requireFitting(ModelFile init, SequenceSource task) {
        RnnConfig config = init.config();
        String model = " for " + init.stamp() + " of --init, found ";
        if (task.channels() != config.channels()) {
            throw new IllegalArgumentException("--task must have " + config.channels()
                    + (config.channels() == 1 ? " channel" : " channels") + model + task.channels() + " of "
                    + task.name());
        }
        if (!TrainData.fits(task.targets(), config.head()) || !task.labels().equals(config.labels())) {
            throw new IllegalArgumentException("--task must have targets for a " + config.head() + " head "
                    + config.labels() + model + task.targets() + " " + task.labels() + " of " + task.name());
        }
    }

    private static void requireSame(String option, Object expected, Object found) {
        if (found != null && !found.equals(expected)) {
            throw new IllegalArgumentException(
                    option + " must be as in the model of --init (" + expected + "), found " + found);
        }
    }

    static RnnWeights fresh(RnnConfig config, long seed, SequenceSource task) {
        return fresh(config, seed, config.normalised() ? task.dataSet(seed, NORMALISE_ON) : null);
    }

    static RnnWeights fresh(RnnConfig config, long seed, DataSet data) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        RnnWeights weights = Initialization.of(config, random, true, UPDATE_BIAS);
        if (config.normalised()) {
            Initialization.normalise(weights, data);
        }
        return weights;
    }
}
