package dev.skipstream.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skipstream.data.AddingTask;
import dev.skipstream.data.DataFiles;
import dev.skipstream.data.DataSet;
import dev.skipstream.data.FrequencyTask;
import dev.skipstream.data.SequenceSource;
import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.SkipRnn;
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
        description = "Measure a model: accuracy or mean squared error, updates, FLOPs, confusion matrix.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  skipstream evaluate --model frequency.safetensors --task frequency --count 32768 --seed 7"
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
                paramLabel = "FILE",
                description = "sequences with targets: .ts or .tsv, each also .gz")
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

    @Option(names = "--json", description = "print one JSON object on the last line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ModelFile file = ModelFile.read(model);
        DataSet set = source.data != null
                ? DataFiles.read(source.data)
                : task(source.task, file.config()).dataSet(seed, count);
        ModelData.requireChannels(file, set, set.name());
        Evaluation evaluation = Evaluation.of(new SkipRnn(file.config(), file.weights()), set);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(evaluation, file));
        } else {
            print(out, evaluation, file);
        }
        out.flush();
        return 0;
    }

    /** The task of this name as a model knows it. */
    static SequenceSource task(String name, RnnConfig config) {
        if (config.sequenceLength() == 0) {
            throw new IllegalArgumentException("--task must be used with a model of a fixed length, found one of any");
        }
        return switch (name) {
            case "frequency" ->
                new FrequencyTask(
                        Double.isNaN(config.samplingPeriodMs())
                                ? 100.0 / config.sequenceLength()
                                : config.samplingPeriodMs());
            case "adding" -> new AddingTask(config.sequenceLength());
            default -> throw new IllegalArgumentException("--task must be frequency or adding, found " + name);
        };
    }

    private static void print(PrintWriter out, Evaluation evaluation, ModelFile file) {
        RnnConfig config = file.config();
        out.printf(Locale.ROOT, "model      %s%n", file.stamp());
        out.printf(Locale.ROOT, "sequences  %d%n", evaluation.sequences());
        if (config.head() == HeadKind.SOFTMAX) {
            out.printf(Locale.ROOT, "accuracy   %.4f%n", evaluation.accuracy());
        } else {
            out.printf(Locale.ROOT, "MSE        %.6g%n", evaluation.meanSquaredError());
        }
        out.printf(
                Locale.ROOT,
                "updates    %.2f of %.2f samples a sequence%n",
                evaluation.meanUpdates(),
                evaluation.meanSamples());
        out.printf(Locale.ROOT, "FLOPs      %.0f a sequence%n", evaluation.meanUpdates() * config.flopsPerUpdate());
        if (config.head() == HeadKind.SOFTMAX) {
            out.printf(Locale.ROOT, "confusion  (rows: target, columns: predicted)%n");
            for (int target = 0; target < config.outputs(); target++) {
                out.printf(Locale.ROOT, "  %-16s", config.labels().get(target));
                for (long cell : evaluation.confusion()[target]) {
                    out.printf(Locale.ROOT, " %8d", cell);
                }
                out.println();
            }
        }
    }

    private static ObjectNode toJson(Evaluation evaluation, ModelFile file) {
        RnnConfig config = file.config();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("model", file.stamp()).put("modelHash", file.sha256()).put("sequences", evaluation.sequences());
        if (config.head() == HeadKind.SOFTMAX) {
            node.put("accuracy", evaluation.accuracy());
        } else {
            node.put("mse", evaluation.meanSquaredError());
        }
        node.put("updates", evaluation.meanUpdates())
                .put("samples", evaluation.meanSamples())
                .put("flops", evaluation.meanUpdates() * config.flopsPerUpdate());
        if (config.head() == HeadKind.SOFTMAX) {
            config.labels().forEach(node.putArray("labels")::add);
            ArrayNode rows = node.putArray("confusion");
            for (long[] row : evaluation.confusion()) {
                ArrayNode cells = rows.addArray();
                for (long cell : row) {
                    cells.add(cell);
                }
            }
        }
        return node;
    }
}
