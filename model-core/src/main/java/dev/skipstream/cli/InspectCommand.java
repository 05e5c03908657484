package dev.skipstream.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.RnnConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a model file holds. */
@Command(
        name = "inspect",
        description = "Show what a model file holds: sizes, parameters, FLOPs an update, provenance, SHA-256.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  skipstream inspect frequency.safetensors"})
final class InspectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "the model (.safetensors)")
    private Path model;

    @Option(names = "--json", description = "print one JSON object on the last line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ModelFile file = ModelFile.read(model);
        RnnConfig config = file.config();
        PrintWriter out = spec.commandLine().getOut();
        if (!json) {
            line(out, "model", file.stamp());
            line(out, "cell", config.cell() + (config.layerNorm() ? " with layer norm" : ""));
            line(
                    out,
                    "inputs",
                    config.inputs()
                            + (config.normalised() ? ", normalised" : "")
                            + (config.vocabulary() > 0 ? ", embedding of " + config.vocabulary() + " tokens" : ""));
            line(out, "units", config.units().stream().map(String::valueOf).collect(Collectors.joining(", ")));
            line(
                    out,
                    "head",
                    config.head() + " of " + config.outputs() + " "
                            + (config.labels().isEmpty() ? "" : config.labels()));
            line(out, "sequence length", config.sequenceLength() == 0 ? "any" : config.sequenceLength() + " samples");
            line(
                    out,
                    "sampling period",
                    Double.isNaN(config.samplingPeriodMs())
                            ? "not said"
                            : FloatText.of(config.samplingPeriodMs()) + " ms");
            line(out, "parameters", config.parameters());
            line(out, "FLOPs an update", config.flopsPerUpdate());
            line(out, "hidden state", 4L * config.hiddenSize() + " bytes a stream");
            line(out, "SHA-256", file.sha256());
            file.metadata().forEach((key, value) -> {
                if (key.startsWith("training.")) {
                    line(out, key, value);
                }
            });
        } else {
            out.println(toJson(file));
        }
        out.flush();
        return 0;
    }

    private static void line(PrintWriter out, String name, Object value) {
        out.printf(Locale.ROOT, "%-18s %s%n", name, value);
    }

    private static ObjectNode toJson(ModelFile file) {
        RnnConfig config = file.config();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("model", file.stamp()).put("cell", config.cell().text()).put("inputs", config.inputs());
        config.units().forEach(node.putArray("units")::add);
        node.put("head", config.head().text()).put("outputs", config.outputs());
        config.labels().forEach(node.putArray("labels")::add);
        node.put("layerNorm", config.layerNorm()).put("sequenceLength", config.sequenceLength());
        if (!Double.isNaN(config.samplingPeriodMs())) {
            node.put("samplingPeriodMs", config.samplingPeriodMs());
        }
        node.put("parameters", config.parameters())
                .put("flopsPerUpdate", config.flopsPerUpdate())
                .put("hiddenBytes", 4L * config.hiddenSize())
                .put("sha256", file.sha256());
        ObjectNode metadata = node.putObject("metadata");
        file.metadata().forEach(metadata::put);
        return node;
    }
}
