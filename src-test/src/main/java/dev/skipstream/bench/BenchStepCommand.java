package dev.skipstream.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skipstream.rnn.CellKind;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Speed of one update. */
@Command(
        name = "step",
        description = {
            "Time one update of a Skip GRU and a Skip LSTM (110 units, one input, float32, batch 1) beside the floor",
            "(reading the weights once from the L2 cache), EJML and ONNX Runtime, and a skipped sample. Every row has",
            "JVMs of its own, on the JDK that runs this; what is shown is the median. Takes 3 minutes."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  JAVA_HOME=/usr/lib/jvm/java-25 skipstream bench step --json"})
final class BenchStepCommand implements Callable<Integer> {
    @Option(names = "--full", description = "measure longer, in more JVMs: 10 minutes")
    private boolean full;

    @Option(names = "--json", description = "print one JSON object on the last line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws RunnerException {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("JDK %s; an update of %d units, batch 1%n%n", Runtime.version(), BenchNetwork.UNITS);
        out.printf("%48s %8s %8s %8s%n", "", "times", "plain's", "vector's");
        out.printf("%-10s %-26s %9s %8s %8s %8s%n", "cell", "path", "ns", "floor", "gain", "gain");
        List<StepTimes> cells = new ArrayList<>();
        for (CellKind cell : List.of(CellKind.SKIP_GRU, CellKind.SKIP_LSTM)) {
            StepTimes times = StepTimes.measure(cell, full, this::progress);
            for (StepTimes.Path path : times.nanos().keySet()) {
                out.println(times.line(path));
            }
            out.flush();
            cells.add(times);
        }
        progress("a skipped sample");
        double skip = new ForkedBenchmark(SkipBenchmark.class, "skip", List.of(), List.of())
                .nanos(new ForkedBenchmark.Effort(full ? 3 : 1, 2, 3));
        out.printf(Locale.ROOT, "%na skipped sample: %.1f ns%n", skip);
        if (json) {
            out.println(toJson(cells, skip));
        }
        out.flush();
        return 0;
    }

    private void progress(String what) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("measuring " + what);
        err.flush();
    }

    private static ObjectNode toJson(List<StepTimes> cells, double skip) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("jdk", Runtime.version().toString()).put("units", BenchNetwork.UNITS);
        for (StepTimes times : cells) {
            ObjectNode rows = node.putObject(times.cell().text());
            rows.put("floorBytesPerNanosecond", times.floorRate());
            times.nanos()
                    .forEach((path, nanos) -> rows.putObject(path.key())
                            .put("nanos", nanos)
                            .put("timesFloor", times.timesFloor(path))
                            .put("plainGain", times.gain(StepTimes.Path.PLAIN, path))
                            .put("vectorGain", times.gain(StepTimes.Path.VECTOR, path)));
        }
        node.put("skipNanos", skip);
        return node;
    }
}
