package dev.skipstream.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skipstream.data.AddingTask;
import dev.skipstream.data.DataSet;
import dev.skipstream.data.Downsampled;
import dev.skipstream.data.FrequencyTask;
import dev.skipstream.data.SequenceSource;
import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.RnnConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a model. */
@Command(
        name = "evaluate",
        description = "Measure a model: accuracy, macro-F1 and confusion matrix (one class), mAP and micro-F1 (several"
                + " labels at once) or mean squared error (numbers); updates and FLOPs.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  skipstream evaluate --model frequency.safetensors --task frequency --count 32768 --seed 7",
            "  skipstream evaluate --model vowels.safetensors --data path/to/JapaneseVowels_TEST.ts"
        })
final class EvaluateCommand implements Callable<Integer> {
    @Option(names = "--model", required = true, paramLabel = "FILE", description = "the model (.safetensors)")
    private Path model;

    @ArgGroup(multiplicity = "1")
    private Source source;

    private static final class Source {
        @Option(names = "--task", paramLabel = "frequency|adding", description = "fresh sequences of a task")
        private String task;

        @Option(
                names = "--data",
                paramLabel = "PATH",
                description = "sequences with targets: .ts or .tsv, each also .gz, or a folder of CSV files")
        private Path data;
    }

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "32768",
            description = "fresh sequences of the task (default: ${DEFAULT-VALUE})")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "of the fresh sequences (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--downsample",
            paramLabel = "K",
            defaultValue = "1",
            description = "read every K-th sample only, as the model was trained (default: ${DEFAULT-VALUE});"
                    + " the model's own period tells it already for --task frequency")
    private int downsample;

    @Option(
            names = "--skip-probability",
            paramLabel = "P",
            defaultValue = "0",
            description = "skip samples at random, as the model was trained (default: ${DEFAULT-VALUE})")
    private double skipProbability;

    @Option(names = "--json", description = "print one JSON object on the last line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ModelFile file = ModelFile.read(model);
        if (downsample < 1) {
            throw new IllegalArgumentException("--downsample must be >= 1, found " + downsample);
        }
        if (count < 1) {
            throw new IllegalArgumentException("--count must be >= 1, found " + count);
        }
        if (!(skipProbability >= 0 && skipProbability < 1)
                || (skipProbability > 0 && file.config().cell().skips())) {
            throw new IllegalArgumentException(
                    "--skip-probability must be in [0, 1), and 0 for a model with an update" + " gate, found "
                            + skipProbability + " for a " + file.config().cell());
        }
        DataSet set = source.data != null
                ? TrainData.read(source.data, downsample)
                : task(source.task, file.config(), downsample).dataSet(seed, count);
        ModelData.requireChannels(file, set, set.name());
        Evaluation evaluation = Evaluation.of(file.config(), file.weights(), set, skipProbability, seed);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("model", file.stamp()).put("modelHash", file.sha256());
            EvaluationReport.put(node, evaluation);
            out.println(node);
        } else {
            out.printf(Locale.ROOT, "model      %s%n", file.stamp());
            EvaluationReport.print(out, evaluation);
        }
        out.flush();
        return 0;
    }

    /**
     * The task of this name as a model knows it.
     *
     * @param downsample k: the model reads every k-th sample of the task
     */
    static SequenceSource task(String name, RnnConfig config, int downsample) {
        if (config.sequenceLength() == 0) {
            throw new IllegalArgumentException("--task must be used with a model of a fixed length, found one of any");
        }
        double period =
                Double.isNaN(config.samplingPeriodMs()) ? 100.0 / config.sequenceLength() : config.samplingPeriodMs();
        SequenceSource task = switch (name) {
            case "frequency" -> new FrequencyTask(period / downsample);
            case "adding" -> new AddingTask(config.sequenceLength() * downsample);
            default -> throw new IllegalArgumentException("--task must be frequency or adding, found " + name);
        };
        return Downsampled.of(task, downsample);
    }
}
