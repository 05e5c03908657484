package dev.skipstream.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skipstream.rnn.CellKind;
import dev.skipstream.train.ProductSpeed;
import dev.skipstream.train.TrainConfig;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Speed of training. */
@Command(
        name = "train",
        description = {
            "Time whole training iterations of the frequency task (T = 100), and the matrix product under them",
            "against EJML's. GFLOP/s count the arithmetic of every sample, 3·2·G·H·(1+H), so they are an iteration's",
            "real rate only where all samples are used."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  skipstream bench train --threads 1"})
final class BenchTrainCommand implements Callable<Integer> {
    private static final int ROWS = 256;
    private static final int REPEATS = 9;

    @Option(
            names = "--units",
            paramLabel = "H",
            defaultValue = "110",
            description = "units (default: ${DEFAULT-VALUE})")
    private int units;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "60",
            description = "timed iterations of a row, after as many to warm up (default: ${DEFAULT-VALUE})")
    private int iterations;

    @Option(names = "--threads", paramLabel = "N", description = "threads of an iteration (default: all cores)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "print one JSON object on the last line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (units < 1 || iterations < 1 || threads < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--units, --iterations and --threads must be >= 1, found " + units + ", " + iterations + ", "
                            + threads);
        }
        PrintWriter out = spec.commandLine().getOut();
        ProductSpeed product = new ProductSpeed(ROWS, units + 1, 4 * units);
        double ejml = product.ejml(2, REPEATS);
        double ours = product.ours(2, REPEATS);
        out.printf(
                Locale.ROOT,
                "product (%d×%d)·(%d×%d), one thread: %.1f GFLOP/s; EJML mult %.1f; ratio %.1f%n%n",
                ROWS,
                units + 1,
                units + 1,
                4 * units,
                ours,
                ejml,
                ours / ejml);
        out.printf("%-10s %5s %6s %8s %8s %8s %9s%n", "cell", "units", "batch", "updates", "ms/it", "it/s", "GFLOP/s");
        List<TrainingTimes> rows = new ArrayList<>();
        for (CellKind cell : List.of(CellKind.SKIP_GRU, CellKind.SKIP_LSTM)) {
            for (int batch : new int[] {TrainConfig.BATCH_SIZE, 4 * TrainConfig.BATCH_SIZE}) {
                for (boolean allUsed : new boolean[] {true, false}) {
                    TrainingTimes row =
                            TrainingTimes.measure(cell, units, batch, allUsed, threads, iterations, iterations);
                    rows.add(row);
                    out.printf(
                            Locale.ROOT,
                            "%-10s %5d %6d %8.1f %8.2f %8.1f %9s%n",
                            row.cell(),
                            row.units(),
                            row.batch(),
                            row.updates(),
                            row.millis(),
                            1000 / row.millis(),
                            allUsed ? String.format(Locale.ROOT, "%.1f", row.gigaflopsPerSecond()) : "-");
                    out.flush();
                }
            }
        }
        if (json) {
            out.println(toJson(ours, ejml, rows));
        }
        out.flush();
        return 0;
    }

    private ObjectNode toJson(double ours, double ejml, List<TrainingTimes> rows) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("threads", threads).put("productGflops", ours).put("ejmlProductGflops", ejml);
        ArrayNode array = node.putArray("rows");
        for (TrainingTimes row : rows) {
            array.addObject()
                    .put("cell", row.cell().text())
                    .put("units", row.units())
                    .put("batch", row.batch())
                    .put("updates", row.updates())
                    .put("millisPerIteration", row.millis())
                    .put("iterationsPerSecond", 1000 / row.millis())
                    .put("denseGflops", row.gigaflopsPerSecond());
        }
        return node;
    }
}
