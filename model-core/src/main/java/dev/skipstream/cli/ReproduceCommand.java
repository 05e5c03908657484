package dev.skipstream.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skipstream.format.ModelFile;
import dev.skipstream.train.TrainConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains the rows of the paper's tables. */
@Command(
        name = "reproduce",
        description = {
            "Train the rows of the paper's tables and print them as Markdown, paper beside measured: frequency (Table 4,"
                    + " samples every 1 and 0.5 ms) or adding (Table 1, 50 steps), each with its baselines.",
            "",
            "Every figure is of 32,768 fresh sequences (--count): those of evaluate --seed (1000000 + the run's seed)."
                    + " With --out, a run that is in the folder's results.csv is not trained again."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  skipstream reproduce frequency --runs 4 --out reproduced",
            "  skipstream reproduce frequency --rows 1ms-skip-gru,1ms-gru --out reproduced",
            "  skipstream reproduce frequency --frontier --rows 1ms-skip-lstm-32 --out frontier",
            "  skipstream reproduce frequency --noise frequency.safetensors"
        })
final class ReproduceCommand implements Callable<Integer> {
    @Parameters(paramLabel = "frequency|adding", description = "the table's task")
    private String task;

    @Option(names = "--runs", paramLabel = "N", description = "runs a row, of seeds that follow (default: 1)")
    private int runs = 1;

    @Option(
            names = "--rows",
            paramLabel = "NAME",
            split = ",",
            description = "only rows of these names or beginnings of names (default: all)")
    private List<String> rows = List.of();

    @Option(names = "--no-baselines", description = "leave out the rows that skip at random or read every k-th sample")
    private boolean noBaselines;

    @Option(names = "--seed", paramLabel = "N", description = "of the first run (default: 1)")
    private long seed = TrainConfig.SEED;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "no effect on the weights (default: the machine's cores)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--units", paramLabel = "H", description = "units of every row (default: 110, the paper's)")
    private int units = TrainConfig.UNITS;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "batches of a training, for a trial (default: as the recipe needs)")
    private int iterations;

    @Option(names = "--count", paramLabel = "N", description = "fresh sequences to measure on (default: 32768)")
    private int count = 32_768;

    @Option(names = "--out", paramLabel = "FOLDER", description = "models, logs and results; made if need be")
    private Path out;

    @Option(
            names = "--frontier",
            description = "instead: accuracy against updates and FLOPs, of 8 to 110 units, into --out's frontier.csv")
    private boolean frontier;

    @Option(
            names = "--noise",
            paramLabel = "MODEL",
            split = ",",
            description = "instead: these models, and two of 32 units trained with noise, on the signals of worse"
                    + " sensors")
    private List<Path> noise = List.of();

    @Option(names = "--json", description = "print one JSON object on the last line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<PaperRow> table = PaperTables.of(task);
        require(runs >= 1, "--runs must be >= 1, found " + runs);
        require(units >= 1, "--units must be >= 1, found " + units);
        require(count >= 1, "--count must be >= 1, found " + count);
        require(iterations >= 0, "--iterations must be >= 0, found " + iterations);
        require(
                task.equals("frequency") || !frontier && noise.isEmpty(),
                "--frontier and --noise must be used with" + " frequency, found " + task);
        require(out != null || !frontier, "--frontier must be used with --out, found none");
        if (out != null) {
            Files.createDirectories(out);
        }
        try (StopSignal stop = new StopSignal()) {
            if (frontier) {
                print(frontier(stop));
            } else if (!noise.isEmpty()) {
                print(noise(stop));
            } else {
                print(table(table, stop));
            }
        }
        return 0;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    private PaperReport table(List<PaperRow> table, StopSignal stop) throws IOException {
        List<PaperRow> taken = table.stream()
                .filter(row -> row.isAmong(rows) && !(noBaselines && row.isBaseline()))
                .toList();
        require(
                !taken.isEmpty(),
                "--rows must name rows of " + table.stream().map(PaperRow::name).toList() + ", found " + rows);
        RowTraining training = new RowTraining(
                out, units, iterations, threads, count, spec.commandLine().getErr(), stop);
        Map<PaperRow, List<RowResult>> results = new LinkedHashMap<>();
        taken.forEach(row -> results.put(row, new ArrayList<>()));
        for (int run = 0; run < runs; run++) {
            for (PaperRow row : taken) {
                training.run(row, seed + run).ifPresent(results.get(row)::add);
            }
        }
        return new PaperReport(task, units, iterations, count, results);
    }

    private List<FrontierPoint> frontier(StopSignal stop) throws IOException {
        return new FrontierTraining(
                        out, iterations, threads, count, spec.commandLine().getErr(), stop)
                .run(rows, seed, runs);
    }

    private NoiseReport noise(StopSignal stop) throws IOException {
        Map<String, ModelFile> models = new LinkedHashMap<>();
        for (Path file : noise) {
            models.put(NoiseReport.name(file), ModelFile.read(file));
        }
        PrintWriter progress = spec.commandLine().getErr();
        models.putAll(new NoiseTraining(out, iterations, threads, progress, stop).run(seed));
        return NoiseReport.of(models, count, seed);
    }

    private void print(PaperReport report) {
        PrintWriter result = spec.commandLine().getOut();
        report.print(result);
        printJson(report.toJson());
    }

    private void print(NoiseReport report) {
        report.print(spec.commandLine().getOut());
        printJson(report.toJson());
    }

    private void print(List<FrontierPoint> points) {
        PrintWriter result = spec.commandLine().getOut();
        result.println(FrontierPoint.HEADER);
        points.forEach(point -> result.println(point.line()));
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("task", task);
        ArrayNode array = node.putArray("points");
        for (FrontierPoint point : points) {
            array.addObject()
                    .put("label", point.label())
                    .put("cell", point.cell())
                    .put("units", point.units())
                    .put("accuracy", point.accuracy())
                    .put("updates", point.updates())
                    .put("flops", point.flops())
                    .put("seed", point.seed());
        }
        printJson(node);
    }

    private void printJson(ObjectNode node) {
        PrintWriter result = spec.commandLine().getOut();
        if (json) {
            result.println(node);
        }
        result.flush();
    }
}
