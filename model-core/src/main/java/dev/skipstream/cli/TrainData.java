package dev.skipstream.cli;

import dev.skipstream.data.DataFiles;
import dev.skipstream.data.DataSet;
import dev.skipstream.data.HoldOut;
import dev.skipstream.data.Sequence;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.train.ClassWeights;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The data of a training, its classes counted as the network counts them.
 *
 * @param training to learn from
 * @param held to validate on; null: none
 * @param classWeights of the training part
 */
record TrainData(DataSet training, DataSet held, ClassWeights classWeights) {

    /**
     * Every k-th sample of what stands in the file or folder.
     *
     * @throws IllegalArgumentException if no sequence keeps more than one
     */
    static DataSet read(Path file, int downsample) throws IOException {
        DataSet all = DataFiles.read(file);
        int longest = all.sequences().stream().mapToInt(Sequence::length).max().orElse(0);
        requireSeveral(downsample, longest, file);
        return all.downsampled(downsample);
    }

    /**
     * Of T samples every k-th, from the first on, are several if k < T.
     *
     * @param longest samples of a sequence
     * @param origin what to call the data in the message
     */
    static void requireSeveral(int downsample, int longest, Object origin) {
        if (downsample > 1 && downsample >= longest) {
            throw new IllegalArgumentException("--downsample must be less than " + longest
                    + ", the length of the longest sequence of " + origin + ", found " + downsample);
        }
    }

    /**
     * Shares the data out.
     *
     * @param share to hold out; 0: nothing
     */
    static TrainData of(DataSet data, double share, String classWeights, long seed) {
        HoldOut parts = share == 0 ? new HoldOut(data, null) : HoldOut.of(data, share, seed);
        boolean balanced = ClassWeights.Kind.of(classWeights) == ClassWeights.Kind.BALANCED;
        return new TrainData(
                parts.training(), parts.held(), balanced ? ClassWeights.balanced(parts.training()) : ClassWeights.NONE);
    }

    /**
     * The data, its classes counted as the network counts them.
     *
     * @throws IllegalArgumentException if the network cannot be trained or measured on it
     */
    static DataSet checked(DataSet data, RnnConfig config, Path file) {
        if (data.channels() != config.channels()) {
            throw new IllegalArgumentException(file + ": sequences must have " + config.channels()
                    + (config.channels() == 1 ? " channel" : " channels") + ", found " + data.channels());
        }
        if (config.head() == HeadKind.LINEAR && config.outputs() != 1) {
            throw new IllegalArgumentException(
                    file + ": a linear head must have 1 output for targets of a file, found " + config.outputs());
        }
        if (!fits(data.targets(), config.head())) {
            throw new IllegalArgumentException(file + ": targets must fit a " + config.head() + " head ("
                    + expected(config.head()) + "), found " + data.targets());
        }
        for (int n = 0; n < data.sequences().size(); n++) {
            if (!data.sequences().get(n).hasTarget()) {
                throw new IllegalArgumentException(
                        file + ": every sequence must have a target, found none in case " + n);
            }
        }
        return config.head() == HeadKind.LINEAR
                ? data
                : data.named(file.toString()).relabelled(config.labels()).named(data.name());
    }

    /** Whether a head can be trained or measured on such targets; of one class, a sigmoid head sets one label. */
    static boolean fits(DataSet.TargetKind targets, HeadKind head) {
        return switch (targets) {
            case CLASS -> head != HeadKind.LINEAR;
            case STEP_CLASS -> head == HeadKind.SOFTMAX;
            case LABELS, STEP_LABELS -> head == HeadKind.SIGMOID;
            case NUMERIC -> head == HeadKind.LINEAR;
            case NONE -> false;
        };
    }

    static String expected(HeadKind head) {
        return switch (head) {
            case SOFTMAX -> "classes";
            case SIGMOID -> "labels or classes";
            case LINEAR -> "numbers";
        };
    }
}
