package dev.skipstream.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.train.TrainConfig;
import dev.skipstream.train.Trained;
import dev.skipstream.train.Validation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a model. */
@Command(
        name = "train",
        description = {
            "Train a model on a task that generates its data, or on a data file.",
            "",
            "A task is trained by its own recipe unless --learning-rate or --init is given; otherwise rate and cost are"
                    + " constant, nothing is held out or chosen, and --out holds the last weights."
                    + " Ctrl-C writes the weights so far."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  skipstream train --task frequency --cell skip-lstm --units 32 --seed 1 --out frequency.safetensors",
            "  skipstream train --data train.ts --test test.ts --cell skip-gru --normalize --out model.safetensors"
        })
final class TrainCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    TrainPlan.Source source;

    @ArgGroup(exclusive = false, validate = false)
    TrainPlan.Network network = new TrainPlan.Network();

    @ArgGroup(exclusive = false, validate = false)
    TrainPlan.Method method = new TrainPlan.Method();

    @Option(names = "--test", paramLabel = "FILE", description = "measure the trained model on this file")
    private Path test;

    @Option(names = "--out", paramLabel = "MODEL", description = "the model file to write")
    private Path out;

    @Option(names = "--log", paramLabel = "FILE.csv", description = "write one line an iteration")
    private Path log;

    @Option(names = "--name", paramLabel = "NAME", description = "name of the model (default: that of task or data)")
    private String name;

    @Option(names = "--model-version", paramLabel = "TEXT", description = "version of the model (default: of its hash)")
    private String version;

    @Option(names = "--json", description = "print one JSON object on the last line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        requireFolder(out, "--out");
        requireFolder(log, "--log");
        TrainPlan plan = TrainPlan.of(source, network, method, test);
        try (StopSignal stop = new StopSignal()) {
            Trained trained;
            double seconds;
            try (TrainProgress progress =
                    new TrainProgress(log, spec.commandLine().getErr())) {
                long begin = System.nanoTime();
                trained = plan.train(progress, stop);
                seconds = (System.nanoTime() - begin) * 1e-9;
            }
            Validation measured = plan.test(trained);
            String hash = write(plan, trained, measured);
            PrintWriter result = spec.commandLine().getOut();
            if (json) {
                result.println(toJson(plan, trained, measured, seconds, hash));
            } else {
                print(result, plan, trained, measured, seconds);
            }
            result.flush();
        }
        return 0;
    }

    private static void requireFolder(Path file, String option) {
        if (file == null) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
            throw new IllegalArgumentException(option + " must be a file in a folder that exists, found " + file);
        }
    }

    /** Returns the file's SHA-256; empty if nothing is to be written. */
    private String write(TrainPlan plan, Trained trained, Validation measured) throws IOException {
        if (out == null) {
            spec.commandLine().getErr().println("train: no --out, so the model is not kept");
            return "";
        }
        Map<String, String> metadata = TrainMetadata.of(
                plan,
                trained,
                measured,
                name == null ? plan.name() : name,
                version,
                spec.commandLine().getParseResult().originalArgs());
        ModelFile.write(out, trained.config(), trained.weights(), metadata);
        return ModelFile.read(out).sha256();
    }

    private void print(PrintWriter to, TrainPlan plan, Trained trained, Validation measured, double seconds) {
        to.printf(
                Locale.ROOT,
                "%s: %d iterations in %.1f s%s%n",
                out == null ? trained.config().cell() : out,
                trained.iterations(),
                seconds,
                trained.interrupted() ? ", interrupted" : "");
        print(to, plan, validatedOn(trained), trained.validation());
        if (measured != null) {
            print(to, plan, "test", measured);
        }
    }

    private static String validatedOn(Trained trained) {
        int sequences = trained.validation().sequences();
        return sequences == 0 ? "last batches" : sequences + " unseen sequences";
    }

    private static void print(PrintWriter to, TrainPlan plan, String on, Validation v) {
        String quality = plan.config().head() == HeadKind.LINEAR
                ? String.format(Locale.ROOT, "MSE %.6g", v.taskLoss())
                : String.format(Locale.ROOT, "accuracy %.2f %%, loss %.4f", 100 * v.accuracy(), v.taskLoss());
        to.printf(Locale.ROOT, "%s: %s, %.2f updates%n", on, quality, v.updates());
    }

    private ObjectNode toJson(TrainPlan plan, Trained trained, Validation measured, double seconds, String hash) {
        TrainConfig settings = plan.settings();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (out != null) {
            node.put("out", out.toString()).put("modelHash", hash);
        }
        node.put("cell", trained.config().cell().text())
                .put("parameters", trained.config().parameters())
                .put("recipe", plan.usesRecipe())
                .put("seed", settings.seed())
                .put("costPerSample", settings.costPerSample())
                .put("iterations", trained.iterations())
                .put("interrupted", trained.interrupted())
                .put("seconds", seconds)
                .put("iterationsPerSecond", trained.iterations() / seconds);
        put(node, plan, trained.validation());
        if (measured != null) {
            put(node.putObject("test"), plan, measured);
        }
        return node;
    }

    private static void put(ObjectNode node, TrainPlan plan, Validation v) {
        if (plan.config().head() == HeadKind.LINEAR) {
            node.put("mse", v.taskLoss());
        } else {
            node.put("accuracy", v.accuracy()).put("loss", v.taskLoss());
        }
        node.put("updates", v.updates()).put("sequences", v.sequences());
    }
}
