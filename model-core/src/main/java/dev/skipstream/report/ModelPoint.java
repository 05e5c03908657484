package dev.skipstream.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What one model reaches, and at what cost.
 *
 * @param label what to call it in the picture; may be empty
 * @param cell such as skip-gru; models of one cell belong together
 * @param units of the network; may be empty
 * @param accuracy 0 … 1
 * @param updates mean of a sequence, more than 0
 * @param flops mean of a sequence, more than 0
 * @param task what it was measured on; may be empty
 */
public record ModelPoint(
        String label, String cell, String units, double accuracy, double updates, double flops, String task) {

    /** @throws IllegalArgumentException if a number is none of its kind */
    public ModelPoint {
        require(accuracy >= 0 && accuracy <= 1, "accuracy", "0 to 1", accuracy);
        require(updates > 0 && Double.isFinite(updates), "updates", "> 0", updates);
        require(flops > 0 && Double.isFinite(flops), "flops", "> 0", flops);
    }

    private static void require(boolean holds, String name, String expected, double found) {
        if (!holds) {
            throw new IllegalArgumentException(name + " must be " + expected + ", found " + found);
        }
    }

    /**
     * Reads the rows of a CSV file by the columns label, cell, units, accuracy, updates, flops and, where there is one,
     * task.
     *
     * @throws IllegalArgumentException if it is no such file; names file, line and column
     * @throws IOException if it cannot be read
     */
    public static List<ModelPoint> read(Path file) throws IOException {
        CsvTable table = CsvTable.read(file);
        List<String> labels = table.texts("label");
        List<String> cells = table.texts("cell");
        List<String> units = table.texts("units");
        double[] accuracies = table.numbers("accuracy");
        double[] updates = table.numbers("updates");
        double[] flops = table.numbers("flops");
        List<ModelPoint> points = new ArrayList<>();
        for (int n = 0; n < labels.size(); n++) {
            String task = table.has("task") ? table.texts("task").get(n) : "";
            try {
                points.add(new ModelPoint(
                        labels.get(n), cells.get(n), units.get(n), accuracies[n], updates[n], flops[n], task));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(file + ":" + table.lines().get(n) + ": " + e.getMessage(), e);
            }
        }
        return points;
    }
}
