package dev.skipstream.bench;

import dev.skipstream.rnn.CellKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Times of one update of a cell, by every path.
 *
 * @param cell Skip GRU or Skip LSTM
 * @param nanos an update, by path, in the order of {@link Path}
 */
record StepTimes(CellKind cell, Map<Path, Double> nanos) {
    private static final List<String> NO_FLAGS = List.of();
    private static final List<String> VECTOR_API = List.of("--add-modules", "jdk.incubator.vector");

    /** What computes an update. */
    enum Path {
        FLOOR("floor", "weights read once", "floor", VECTOR_API),
        PLAIN("plain", "skipstream", "skipstream", NO_FLAGS),
        VECTOR("vector", "skipstream, Vector API", "skipstream", VECTOR_API),
        ONNX_PINNED("onnxPinned", "ONNX Runtime, pinned", "onnxPinned", NO_FLAGS),
        ONNX("onnxAsWritten", "ONNX Runtime, as written", "onnxAsWritten", NO_FLAGS),
        EJML("ejml", "EJML", "ejml", NO_FLAGS),
        EJML_ALLOCATING("ejmlAsWritten", "EJML, as written", "ejmlAsWritten", NO_FLAGS);

        private final String key;
        private final String title;
        private final String method;
        private final List<String> flags;

        Path(String key, String title, String method, List<String> flags) {
            this.key = key;
            this.title = title;
            this.method = method;
            this.flags = flags;
        }

        /** Its name in JSON. */
        String key() {
            return key;
        }
    }

    /** Measures all paths one after another; {@code progress} hears of each. */
    static StepTimes measure(CellKind cell, boolean full, Consumer<String> progress) throws RunnerException {
        Map<Path, Double> nanos = new LinkedHashMap<>();
        for (Path path : Path.values()) {
            progress.accept(cell.text() + ", " + path.title);
            List<String> parameters = new ArrayList<>(List.of("cell", cell.name()));
            if (path == Path.ONNX_PINNED || path == Path.ONNX) {
                parameters.addAll(List.of("form", form(cell).name()));
            }
            ForkedBenchmark.Effort effort = switch (path) {
                case FLOOR -> new ForkedBenchmark.Effort(full ? 3 : 1, 2, 8); // eight places of the array
                case PLAIN, VECTOR -> new ForkedBenchmark.Effort(full ? 6 : 3, 2, 3);
                default -> new ForkedBenchmark.Effort(full ? 3 : 1, 3, 3);
            };
            double measured =
                    new ForkedBenchmark(StepBenchmark.class, path.method, path.flags, parameters).nanos(effort);
            nanos.put(path, measured);
        }
        return new StepTimes(cell, nanos);
    }

    /** The faster of the two forms: GRU 7.3 against 7.6 µs, LSTM 9.1 against 10.5. */
    private static OnnxForm form(CellKind cell) {
        return cell.isLstm() ? OnnxForm.PRODUCTS : OnnxForm.OPERATOR;
    }

    double nanos(Path path) {
        return nanos.get(path);
    }

    /** How many times the floor this path takes. */
    double timesFloor(Path path) {
        return nanos(path) / nanos(Path.FLOOR);
    }

    /** How many times as fast as a path ours is. */
    double gain(Path ours, Path path) {
        return nanos(path) / nanos(ours);
    }

    /** Bytes a nanosecond at which the floor reads. */
    double floorRate() {
        return BenchNetwork.weightBytes(cell) / nanos(Path.FLOOR);
    }

    /** One line of the table. */
    String line(Path path) {
        String gains = path == Path.FLOOR || path == Path.PLAIN || path == Path.VECTOR
                ? ""
                : String.format(Locale.ROOT, " %7.1f× %7.1f×", gain(Path.PLAIN, path), gain(Path.VECTOR, path));
        return String.format(
                Locale.ROOT, "%-10s %-26s %9.0f %7.2f×%s", cell, path.title, nanos(path), timesFloor(path), gains);
    }
}
