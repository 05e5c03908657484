package dev.skipstream.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skipstream.rnn.RnnConfig;
import java.io.PrintWriter;
import java.util.Locale;

/** An {@link Evaluation} as text and as JSON. */
final class EvaluationReport {
    private EvaluationReport() {}

    static void print(PrintWriter to, Evaluation e) {
        RnnConfig config = e.config();
        to.printf(Locale.ROOT, "sequences  %d%n", e.sequences());
        switch (config.head()) {
            case SOFTMAX -> to.printf(Locale.ROOT, "accuracy   %.4f%nmacro-F1   %.4f%n", e.accuracy(), e.macroF1());
            case LINEAR -> to.printf(Locale.ROOT, "MSE        %.6g%n", e.meanSquaredError());
            case SIGMOID ->
                to.printf(
                        Locale.ROOT,
                        "mAP        %.4f%nmicro-F1   %.4f%naccuracy   %.4f of all labels%n",
                        e.labels().meanAveragePrecision(),
                        e.labels().microF1(),
                        e.accuracy());
        }
        to.printf(Locale.ROOT, "updates    %.2f of %.2f samples a sequence%n", e.meanUpdates(), e.meanSamples());
        to.printf(Locale.ROOT, "FLOPs      %.0f a sequence%n", e.meanFlops());
        if (e.confusion().length > 0) {
            to.printf(Locale.ROOT, "confusion  (rows: target, columns: predicted)%n");
            for (int target = 0; target < config.outputs(); target++) {
                to.printf(Locale.ROOT, "  %-16s", config.labels().get(target));
                for (long cell : e.confusion()[target]) {
                    to.printf(Locale.ROOT, " %8d", cell);
                }
                to.println();
            }
        }
    }

    static void put(ObjectNode node, Evaluation e) {
        node.put("sequences", e.sequences());
        switch (e.config().head()) {
            case SOFTMAX -> node.put("accuracy", e.accuracy()).put("macroF1", e.macroF1());
            case LINEAR -> node.put("mse", e.meanSquaredError());
            case SIGMOID ->
                node.put("mAP", e.labels().meanAveragePrecision())
                        .put("microF1", e.labels().microF1())
                        .put("accuracy", e.accuracy());
        }
        node.put("updates", e.meanUpdates()).put("samples", e.meanSamples()).put("flops", e.meanFlops());
        if (!e.config().labels().isEmpty()) {
            e.config().labels().forEach(node.putArray("labels")::add);
        }
        if (e.confusion().length > 0) {
            ArrayNode rows = node.putArray("confusion");
            for (long[] row : e.confusion()) {
                ArrayNode cells = rows.addArray();
                for (long cell : row) {
                    cells.add(cell);
                }
            }
        }
    }
}
