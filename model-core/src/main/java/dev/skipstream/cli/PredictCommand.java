package dev.skipstream.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.skipstream.data.DataFiles;
import dev.skipstream.data.DataSet;
import dev.skipstream.data.Sequence;
import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.SkipRnn;
import dev.skipstream.rnn.UpdateGate;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Classifies the sequences of a file. */
@Command(
        name = "predict",
        description = "Classify the sequences of a data file.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Predictions: sequence,target,predicted,updates,output_0,… (raw head outputs).",
            "Steps: sequence,step,target,predicted,output_0,… after each sample; a skipped one keeps the last output.",
            "Trace: sequence,step,update_probability,update (the probability before rounding).",
            "",
            "Example:",
            "  skipstream predict --model frequency.safetensors --data signals.ts --out predictions.csv"
        })
final class PredictCommand implements Callable<Integer> {
    @Option(names = "--model", required = true, paramLabel = "FILE", description = "the model (.safetensors)")
    private Path model;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "PATH",
            description = "sequences: .ts or .tsv, each also .gz, or a folder of CSV files")
    private Path data;

    @Option(names = "--out", paramLabel = "FILE", description = "predictions as CSV (default: on stdout)")
    private Path out;

    @Option(names = "--trace", paramLabel = "FILE", description = "every step's update probability and decision as CSV")
    private Path trace;

    @Option(
            names = "--steps",
            paramLabel = "FILE",
            description = "the prediction after every sample as CSV: of a model trained with a target at every sample")
    private Path steps;

    @Option(names = "--json", description = "print a summary as one JSON object on the last line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ModelFile file = ModelFile.read(model);
        DataSet set = DataFiles.read(data);
        ModelData.requireChannels(file, set, data);
        SkipRnn rnn = new SkipRnn(file.config(), file.weights());
        RnnState state = rnn.newState();
        PrintWriter stdout = spec.commandLine().getOut();
        long updates = 0;
        long samples = 0;
        try (PrintWriter predictions = out == null ? stdout(stdout) : open(out);
                PrintWriter gates = trace == null ? new PrintWriter(Writer.nullWriter()) : open(trace);
                PrintWriter each = steps == null ? new PrintWriter(Writer.nullWriter()) : open(steps)) {
            predictions.print(header(file.config()));
            gates.print("sequence,step,update_probability,update\n");
            each.print(header(file.config()).replace("target,predicted,updates", "step,target,predicted"));
            for (int s = 0; s < set.sequences().size(); s++) {
                Sequence sequence = set.sequences().get(s);
                int used = trace == null && steps == null
                        ? rnn.run(sequence.values(), sequence.length(), state)
                        : runTraced(rnn, state, s, set, gates, each);
                predictions.print(PredictionText.row(s, set, sequence, file.config(), used, rnn.classify(state)));
                updates += used;
                samples += sequence.length();
            }
            if (predictions.checkError() || gates.checkError() || each.checkError()) {
                throw new IOException("writing the predictions failed (disk full, or the pipe closed)");
            }
        }
        if (json) {
            stdout.println(JsonNodeFactory.instance
                    .objectNode()
                    .put("sequences", set.sequences().size())
                    .put("samples", samples)
                    .put("updates", updates)
                    .put("model", file.stamp())
                    .put("modelHash", file.sha256()));
        }
        stdout.flush();
        return 0;
    }

    /** Steps through a whole sequence and writes down what the gate said of every sample. Returns samples used. */
    private int runTraced(SkipRnn rnn, RnnState state, int s, DataSet set, PrintWriter gates, PrintWriter each) {
        Sequence sequence = set.sequences().get(s);
        rnn.reset(state);
        int used = 0;
        int last = 0;
        float increment = 0;
        for (int t = 0; t < sequence.length(); t++) {
            float probability = t == 0 ? 1f : UpdateGate.probability(t - last, increment);
            boolean update = UpdateGate.updates(probability);
            if (update) {
                increment = rnn.step(sequence.values(), t * sequence.channels(), state);
                last = t;
                used++;
            }
            gates.print(s + "," + t + "," + FloatText.of(probability) + "," + (update ? 1 : 0) + "\n");
            if (steps != null) {
                each.print(PredictionText.step(s, t, set, sequence, rnn.config(), rnn.classify(state)));
            }
        }
        return used;
    }

    private static String header(RnnConfig config) {
        StringBuilder header = new StringBuilder("sequence,target,predicted,updates");
        for (int o = 0; o < config.outputs(); o++) {
            header.append(",output_").append(o);
        }
        return header.append('\n').toString();
    }

    private static PrintWriter open(Path file) throws IOException {
        return new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
    }

    /** Stdout, but left open. */
    private static PrintWriter stdout(PrintWriter stdout) {
        return new PrintWriter(stdout) {
            @Override
            public void close() {
                flush();
            }
        };
    }
}
