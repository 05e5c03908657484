package dev.skipstream.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.skipstream.report.ModelPoint;
import dev.skipstream.report.ParetoPicture;
import dev.skipstream.report.Picture;
import dev.skipstream.report.TrainingCurves;
import dev.skipstream.report.TrainingLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws what can be seen better than read. */
@Command(
        name = "plot",
        description = {
            "Draw a picture (PNG or SVG): the curves of trainings (--log), the samples that a model uses and skips"
                    + " (--model), or accuracy against cost (--pareto)."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Columns of a log: iteration, task_loss (else loss), accuracy, updates.",
            "Columns of --pareto: label, cell, units, accuracy (0 to 1), updates, flops and, where wanted, task.",
            "Further columns do not matter.",
            "",
            "Examples:",
            "  skipstream plot --log gru.csv --log lstm.csv --out curves.png",
            "  skipstream plot --model frequency.safetensors --task frequency --count 4 --out samples.svg",
            "  skipstream plot --model digits.safetensors --data digits.ts --sequence 0,3,7 --image 28 --out digits.png",
            "  skipstream plot --pareto models.csv --x flops --out pareto.png"
        })
final class PlotCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private Subject subject;

    private static final class Subject {
        @Option(
                names = "--log",
                paramLabel = "FILE.csv",
                description = "what train --log wrote; several for several runs")
        private List<Path> logs;

        @Option(names = "--model", paramLabel = "FILE", description = "the model (.safetensors); with --data or --task")
        private Path model;

        @Option(names = "--pareto", paramLabel = "FILE.csv", description = "a table of models")
        private Path pareto;
    }

    @ArgGroup(exclusive = false, validate = false)
    private PlotSamples samples = new PlotSamples();

    @Option(
            names = "--x",
            paramLabel = "updates|flops",
            description = "with --pareto: the cost to show (default: both, side by side)")
    private String x;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "the picture, .png or .svg")
    private Path out;

    @Option(names = "--json", description = "print one JSON object on the last line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Picture.requireName("--out", out);
        samples.requireModel(subject.model != null);
        if (x != null && subject.pareto == null) {
            throw new IllegalArgumentException("--x must be used with --pareto, found none");
        }
        Picture picture = draw();
        PrintWriter stdout = spec.commandLine().getOut();
        if (json) {
            stdout.println(JsonNodeFactory.instance
                    .objectNode()
                    .put("out", out.toString())
                    .put("title", picture.title())
                    .put("width", picture.width())
                    .put("height", picture.height()));
        } else {
            stdout.println(out + ": " + picture.title());
        }
        stdout.flush();
        return 0;
    }

    private Picture draw() throws IOException {
        try {
            Picture picture = picture();
            picture.write(out);
            return picture;
        } catch (LinkageError | InternalError e) { // AWT in a Java runtime cut down for servers
            throw new IOException(
                    "drawing needs a Java runtime with java.desktop and a font (Debian: apt install fontconfig"
                            + " fonts-dejavu-core libfreetype6), found " + e,
                    e);
        }
    }

    private Picture picture() throws IOException {
        if (subject.logs != null) {
            return TrainingCurves.of(TrainingLog.readAll(subject.logs));
        }
        if (subject.pareto != null) {
            return ParetoPicture.of(ModelPoint.read(subject.pareto), costs());
        }
        return samples.picture(subject.model);
    }

    private List<ParetoPicture.Cost> costs() {
        List<ParetoPicture.Cost> all = List.of(ParetoPicture.Cost.values());
        List<ParetoPicture.Cost> costs = all.stream()
                .filter(cost -> x == null || cost.toString().equals(x))
                .toList();
        if (costs.isEmpty()) {
            String names = all.stream().map(String::valueOf).collect(Collectors.joining(", "));
            throw new IllegalArgumentException("--x must be one of " + names + ", found " + x);
        }
        return costs;
    }
}
