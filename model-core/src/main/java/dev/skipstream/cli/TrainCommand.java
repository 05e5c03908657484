package dev.skipstream.cli;

import dev.skipstream.format.ModelFile;
import dev.skipstream.train.Trained;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a model. */
@Command(
        name = "train",
        description = {
            "Train a model on a task that generates its data, or on data of your own.",
            "",
            "A task is trained by its own recipe unless --learning-rate or --init is given; otherwise rate and cost are"
                    + " constant, nothing is held out or chosen unless asked for, and --out holds the last weights."
                    + " Ctrl-C writes the weights so far and a checkpoint to --resume from."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  skipstream train --task frequency --cell skip-lstm --units 32 --seed 1 --out frequency.safetensors",
            "  skipstream train --data path/to/JapaneseVowels_TRAIN.ts --test path/to/JapaneseVowels_TEST.ts \\",
            "      --normalize --validation-split 0.2 --patience 10 --out vowels.safetensors",
            "  skipstream train --data path/to/folder --class-weights balanced --out model.safetensors",
            "  skipstream train --task adding --learning-rate 1e-3 --iterations 20000 --out adding.safetensors --resume"
        })
final class TrainCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    TrainOptions.Source source;

    @Mixin
    TrainOptions.Reading reading = new TrainOptions.Reading();

    @Mixin
    TrainOptions.Network network = new TrainOptions.Network();

    @Mixin
    TrainOptions.Method method = new TrainOptions.Method();

    @Mixin
    TrainOptions.Continuing continuing = new TrainOptions.Continuing();

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
        TrainPlan plan = TrainPlan.of(source, reading, network, method);
        ResumableTraining training = training(plan);
        try (StopSignal stop = new StopSignal()) {
            Trained trained;
            double seconds;
            Optional<String> rise;
            try (TrainProgress progress = new TrainProgress(
                    log, training.resumedAt(), spec.commandLine().getErr())) {
                long begin = System.nanoTime();
                trained = training.run(progress, stop);
                seconds = (System.nanoTime() - begin) * 1e-9;
                rise = plan.usesRecipe() ? Optional.empty() : progress.rise();
            }
            note(rise);
            Map<String, Evaluation> measured = TrainReport.measure(plan, trained);
            String hash = write(plan, trained, measured.get("test"));
            training.finish(trained);
            TrainReport report = new TrainReport(plan, trained, training.resumedAt(), seconds, out, hash, measured);
            PrintWriter result = spec.commandLine().getOut();
            if (json) {
                result.println(report.toJson());
            } else {
                report.print(result);
            }
            result.flush();
            note(training.toGoOn(trained));
        }
        return 0;
    }

    private void note(Optional<String> message) {
        PrintWriter err = spec.commandLine().getErr();
        message.ifPresent(text -> err.println("train: " + text));
        err.flush();
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

    private ResumableTraining training(TrainPlan plan) throws IOException {
        if (!(continuing.checkpointEvery >= 0)) {
            throw new IllegalArgumentException("--checkpoint-every must be >= 0, found " + continuing.checkpointEvery);
        }
        if (continuing.resume && out == null) {
            throw new IllegalArgumentException(
                    "--resume must be used with --out, beside which the checkpoint stands, found none");
        }
        CheckpointFile file = out == null ? null : plan.checkpointFile(out);
        return new ResumableTraining(plan, file, continuing.checkpointEvery, continuing.resume);
    }

    /** Returns the file's SHA-256; empty if nothing is to be written. */
    private String write(TrainPlan plan, Trained trained, Evaluation tested) throws IOException {
        if (out == null) {
            spec.commandLine().getErr().println("train: no --out, so the model is not kept");
            return "";
        }
        Map<String, String> metadata = TrainMetadata.of(
                plan,
                trained,
                tested,
                name == null ? plan.name() : name,
                version,
                spec.commandLine().getParseResult().originalArgs());
        ModelFile.write(out, trained.config(), trained.weights(), metadata);
        return ModelFile.read(out).sha256();
    }
}
