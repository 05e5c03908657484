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
            "Time whole training iterations of the frequency task (T = 100), and the matrix products under them",
            "against EJML's mult and ONNX Runtime. GFLOP/s count the arithmetic of every sample, 3·2·G·H·(1+H), so they are an",
            "iteration's real rate only where all samples are used. Products are timed on one thread, at the shapes",
            "of the row."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  skipstream bench train --threads 1"})
final class BenchTrainCommand implements Callable<Integer> {
    private static final int REPEATS = 9;
    private static final double SECONDS = 3; // for the products of a row

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
        out.printf(
                "JDK %s, %s kernel, %d %s%n%n",
                Runtime.version().feature(), ProductSpeed.kernel(), threads, threads == 1 ? "thread" : "threads");
        out.printf(
                "%-10s %5s %6s %8s %8s %8s %9s %9s %9s %9s%n",
                "cell", "units", "batch", "updates", "ms/it", "it/s", "GFLOP/s", "products", "EJML mult", "ONNX RT");
        List<Row> rows = new ArrayList<>();
        for (CellKind cell : List.of(CellKind.SKIP_GRU, CellKind.SKIP_LSTM)) {
            for (int batch : new int[] {TrainConfig.BATCH_SIZE, 4 * TrainConfig.BATCH_SIZE}) {
                ProductSpeed products = new ProductSpeed(batch, units, cell.gates());
                double ours = products.ours(SECONDS, REPEATS);
                double ejml = products.ejml(SECONDS, REPEATS);
                double onnx = products.of(OnnxProduct::new, SECONDS, REPEATS);
                for (boolean allUsed : new boolean[] {true, false}) {
                    TrainingTimes times =
                            TrainingTimes.measure(cell, units, batch, allUsed, threads, iterations, iterations);
                    rows.add(new Row(times, ours, ejml, onnx));
                    out.printf(
                            Locale.ROOT,
                            "%-10s %5d %6d %8.1f %8.2f %8.1f %9s %9.1f %9.1f %9.1f%n",
                            cell,
                            units,
                            batch,
                            times.updates(),
                            times.millis(),
                            1000 / times.millis(),
                            allUsed ? String.format(Locale.ROOT, "%.1f", times.gigaflopsPerSecond()) : "-",
                            ours,
                            ejml,
                            onnx);
                    out.flush();
                }
            }
        }
        if (json) {
            out.println(toJson(rows));
        }
        out.flush();
        return 0;
    }

    /**
     * One line of the table.
     *
     * @param products GFLOP/s of our products at the row's shapes, one thread
     * @param ejml GFLOP/s of EJML's
     * @param onnx GFLOP/s of ONNX Runtime's
     */
    private record Row(TrainingTimes times, double products, double ejml, double onnx) {}

    private ObjectNode toJson(List<Row> rows) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("jdk", Runtime.version().toString())
                .put("kernel", ProductSpeed.kernel())
                .put("threads", threads);
        ArrayNode array = node.putArray("rows");
        for (Row row : rows) {
            TrainingTimes times = row.times();
            array.addObject()
                    .put("cell", times.cell().text())
                    .put("units", times.units())
                    .put("batch", times.batch())
                    .put("updates", times.updates())
                    .put("millisPerIteration", times.millis())
                    .put("iterationsPerSecond", 1000 / times.millis())
                    .put("denseGflops", times.gigaflopsPerSecond())
                    .put("productGflops", row.products())
                    .put("ejmlProductGflops", row.ejml())
                    .put("onnxProductGflops", row.onnx());
        }
        return node;
    }
}
