package dev.skipstream.cli;

import dev.skipstream.data.AddingTask;
import dev.skipstream.data.DataSet;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The networks that fit a task, a data set or a model to go on from; and the data that fit a network. */
final class TrainNetworks {
    private static final int ADDING_LENGTH = 50;
    private static final int NORMALISE_ON = 1024; // fresh sequences of a task
    private static final double UPDATE_BIAS = 1;
    private static final int HELD_OUT = 10; // one of so many sequences

    private TrainNetworks() {}

    static SequenceSource task(String name, TrainPlan.Network network, ModelFile init) {
        return switch (name) {
            case "frequency" -> new FrequencyTask(samplingPeriod(network, init));
            case "adding" -> new AddingTask(sequenceLength(network, init));
            default -> throw new IllegalArgumentException("--task must be frequency or adding, found " + name);
        };
    }

    private static double samplingPeriod(TrainPlan.Network network, ModelFile init) {
        if (network.sequenceLength != null) {
            throw new IllegalArgumentException("--sequence-length must be used with --task adding, found "
                    + network.sequenceLength + " with frequency");
        }
        if (network.samplingPeriod != null) {
            return network.samplingPeriod;
        }
        boolean known = init != null && !Double.isNaN(init.config().samplingPeriodMs());
        return known ? init.config().samplingPeriodMs() : 1;
    }

    private static int sequenceLength(TrainPlan.Network network, ModelFile init) {
        if (network.sequenceLength != null) {
            return network.sequenceLength;
        }
        return init != null && init.config().sequenceLength() > 0
                ? init.config().sequenceLength()
                : ADDING_LENGTH;
    }

    static RnnConfig forTask(SequenceSource task, TrainPlan.Network network) {
        double period = task instanceof FrequencyTask frequency ? frequency.samplingPeriodMs() : period(network);
        return config(network, task.channels(), task.targets(), task.labels(), task.length(), period);
    }

    static RnnConfig forData(DataSet data, TrainPlan.Network network) {
        if (network.sequenceLength != null) {
            throw new IllegalArgumentException(
                    "--sequence-length must be used with --task adding, found " + network.sequenceLength);
        }
        long lengths =
                data.sequences().stream().mapToInt(Sequence::length).distinct().count();
        int length = lengths == 1 ? data.sequences().get(0).length() : 0;
        return config(network, data.channels(), data.targets(), data.labels(), length, period(network));
    }

    private static double period(TrainPlan.Network network) {
        return network.samplingPeriod == null ? Double.NaN : network.samplingPeriod;
    }

    private static RnnConfig config(
            TrainPlan.Network network,
            int channels,
            DataSet.TargetKind targets,
            List<String> labels,
            int length,
            double period) {
        int layers = network.layers == null ? TrainConfig.LAYERS : network.layers;
        int units = network.units == null ? TrainConfig.UNITS : network.units;
        requireAtLeastOne("--layers", layers);
        requireAtLeastOne("--units", units);
        if (!Double.isNaN(period) && !(period > 0 && period < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("--sampling-period must be > 0, found " + period);
        }
        boolean classes = targets == DataSet.TargetKind.CLASS;
        return new RnnConfig(
                CellKind.of(network.cell == null ? TrainConfig.CELL : network.cell),
                channels,
                Collections.nCopies(layers, units),
                classes ? HeadKind.SOFTMAX : HeadKind.LINEAR,
                classes ? labels.size() : 1,
                labels,
                network.layerNorm,
                length,
                period,
                network.normalize,
                0);
    }

    private static void requireAtLeastOne(String option, int found) {
        if (found < 1) {
            throw new IllegalArgumentException(option + " must be >= 1, found " + found);
        }
    }

    /** The configuration of a model to go on from; options that contradict it are refused. */
    static RnnConfig kept(ModelFile init, TrainPlan.Network network) {
        RnnConfig config = init.config();
        requireSame("--cell", config.cell().text(), network.cell);
        requireSame("--layers", config.layers(), network.layers);
        for (int units : config.units()) {
            requireSame("--units", units, network.units);
        }
        requireSame("--layer-norm", config.layerNorm(), network.layerNorm ? true : null);
        requireSame("--normalize", config.normalised(), network.normalize ? true : null);
        return config;
    }

    private static void requireSame(String option, Object expected, Object found) {
        if (found != null && !found.equals(expected)) {
            throw new IllegalArgumentException(
                    option + " must be as in the model of --init (" + expected + "), found " + found);
        }
    }

    /**
     * The data, its classes counted as the network counts them.
     *
     * @throws IllegalArgumentException if the network cannot be trained or measured on it
     */
    static DataSet checked(DataSet data, RnnConfig config, Path file) {
        if (data.channels() != config.channels()) {
            throw new IllegalArgumentException(
                    file + ": sequences must have " + config.channels() + " channels, found " + data.channels());
        }
        boolean numbers = config.head() == HeadKind.LINEAR;
        if (numbers && config.outputs() != 1) {
            throw new IllegalArgumentException(
                    file + ": a linear head must have 1 output for targets of a file, found " + config.outputs());
        }
        if (data.targets() != (numbers ? DataSet.TargetKind.NUMERIC : DataSet.TargetKind.CLASS)) {
            throw new IllegalArgumentException(file + ": targets must be " + (numbers ? "numbers" : "classes")
                    + " for a " + config.head() + " head, found " + data.targets());
        }
        for (int n = 0; n < data.sequences().size(); n++) {
            if (!data.sequences().get(n).hasTarget()) {
                throw new IllegalArgumentException(
                        file + ": every sequence must have a target, found none in case " + n);
            }
        }
        return numbers ? data : data.relabelled(config.labels());
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

    /** The training part, and the tenth that is held out, drawn by the seed. */
    static DataSet[] holdOut(DataSet data, long seed) {
        int cases = data.sequences().size();
        if (cases < 2) {
            throw new IllegalArgumentException("--keep-best must have at least 2 sequences to hold one out, found 1");
        }
        List<Sequence> shuffled = new ArrayList<>(data.sequences());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = cases - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        int held = Math.max(1, cases / HELD_OUT);
        return new DataSet[] {part(data, shuffled.subList(held, cases)), part(data, shuffled.subList(0, held))};
    }

    private static DataSet part(DataSet data, List<Sequence> sequences) {
        return new DataSet(data.name(), data.channels(), data.targets(), data.labels(), sequences);
    }
}
