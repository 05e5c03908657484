package dev.skipstream.cli;

import dev.skipstream.data.DataFiles;
import dev.skipstream.data.DataSet;
import dev.skipstream.format.ModelFile;
import dev.skipstream.report.ImagePlots;
import dev.skipstream.report.Picture;
import dev.skipstream.report.SampleUse;
import dev.skipstream.report.SignalPlots;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.SkipRnn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** Options of {@code plot --model}: which sequences, and how they are shown. */
final class PlotSamples {
    private static final int MOST = 100; // sequences in a picture
    private static final int DEFAULT_COUNT = 6;

    @Option(names = "--data", paramLabel = "FILE", description = "sequences: .ts or .tsv, each also .gz")
    private Path data;

    @Option(names = "--task", paramLabel = "frequency|adding", description = "fresh sequences of a task")
    private String task;

    @Option(
            names = "--sequence",
            paramLabel = "N[,N...]",
            split = ",",
            description = "the sequences to show, the first being 0 (default: the first --count)")
    private List<Integer> sequences;

    @Option(names = "--count", paramLabel = "N", description = "sequences to show (default: 6)")
    private Integer count;

    @Option(names = "--seed", paramLabel = "N", description = "of the fresh sequences (default: 1)")
    private Long seed;

    @Option(
            names = "--image",
            paramLabel = "WIDTH",
            description =
                    "show a sequence as an image of this width; 0 as a signal (default: 784 and 1024 samples of one"
                            + " channel are square images)")
    private Integer image;

    /** @throws IllegalArgumentException if these options are used without a model, or not as they belong together */
    void requireModel(boolean model) {
        boolean used =
                data != null || task != null || sequences != null || count != null || seed != null || image != null;
        if (used && !model) {
            throw new IllegalArgumentException(
                    "--data, --task, --sequence, --count, --seed and --image must be used with --model, found none");
        }
        if (model && (data == null) == (task == null)) {
            throw new IllegalArgumentException(
                    "--model must be used with either --data or --task, found " + (data == null ? "neither" : "both"));
        }
        if (seed != null && task == null) {
            throw new IllegalArgumentException("--seed must be used with --task, found --data");
        }
        if (sequences != null && count != null) {
            throw new IllegalArgumentException("--sequence and --count must not be used together, found both");
        }
        int wanted = sequences != null ? sequences.size() : count != null ? count : DEFAULT_COUNT;
        if (wanted < 1 || wanted > MOST) {
            throw new IllegalArgumentException((sequences != null ? "--sequence" : "--count") + " must be 1 to " + MOST
                    + " sequences, found " + wanted);
        }
        if (image != null && image < 0) {
            throw new IllegalArgumentException("--image must be >= 0, found " + image);
        }
    }

    Picture picture(Path model) throws IOException {
        ModelFile file = ModelFile.read(model);
        RnnConfig config = file.config();
        DataSet set = dataSet(config);
        ModelData.requireChannels(file, set, set.name());
        SkipRnn rnn = new SkipRnn(config, file.weights());
        List<SampleUse> uses = numbers(set).stream()
                .map(number -> SampleUse.of(rnn, set, number))
                .toList();
        String title = file.stamp() + " (" + config.cell() + ", "
                + config.units().stream().map(String::valueOf).collect(Collectors.joining(" + ")) + " units) on "
                + set.name();
        int width = image != null ? image : commonImageWidth(uses);
        return width > 0 ? ImagePlots.of(title, uses, width) : SignalPlots.of(title, uses, config.samplingPeriodMs());
    }

    private DataSet dataSet(RnnConfig config) throws IOException {
        if (data != null) {
            return DataFiles.read(data);
        }
        int last = sequences == null
                ? (count == null ? DEFAULT_COUNT : count) - 1
                : sequences.stream().mapToInt(Integer::intValue).max().orElse(0);
        int even = Math.max(0, last) / 2 * 2 + 2; // so that a sequence does not depend on which others are shown
        return EvaluateCommand.task(task, config, 1).dataSet(seed == null ? 1 : seed, even);
    }

    private List<Integer> numbers(DataSet set) {
        if (sequences == null) {
            int most = Math.min(
                    count == null ? DEFAULT_COUNT : count, set.sequences().size());
            return IntStream.range(0, most).boxed().toList();
        }
        for (int number : sequences) {
            if (number < 0 || number >= set.sequences().size()) {
                throw new IllegalArgumentException("--sequence must be 0 to "
                        + (set.sequences().size() - 1) + " of " + set.name() + ", found " + number);
            }
        }
        return sequences;
    }

    /** Of images by their length; 0 if one is none, or they differ. */
    private static int commonImageWidth(List<SampleUse> uses) {
        int[] widths = uses.stream().mapToInt(ImagePlots::width).distinct().toArray();
        return widths.length == 1 ? widths[0] : 0;
    }
}
