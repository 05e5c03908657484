package dev.skipstream.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skipstream.train.TaskRecipe;
import dev.skipstream.train.TrainingRun;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The paper's table beside what was measured, as Markdown or JSON.
 *
 * @param count sequences that each run was measured on
 * @param results of each row, in the table's order; a row without runs has none
 */
record PaperReport(String task, int units, int limit, int count, Map<PaperRow, List<RowResult>> results) {

    void print(PrintWriter out) {
        boolean numbers = task.equals("adding");
        out.println("| row | runs | updates, paper | updates | of | "
                + (numbers ? "MSE | solved, paper | solved" : "accuracy, %")
                + " | FLOPs a sequence | seconds |");
        out.println("|---|---|---|---|---|---|---|---|" + (numbers ? "---|---|" : ""));
        results.forEach((row, runs) -> out.println(line(row, runs, numbers)));
        out.println();
        out.println("–: not known or not run. Baselines use as many samples as the row above them with the same seed.");
        if (numbers) {
            out.println("The paper's figures of this table are told from memory, not compared with the paper.");
        }
        out.println();
        out.println("| row | recipe |");
        out.println("|---|---|");
        results.keySet().stream()
                .filter(row -> row.of() == null)
                .forEach(row -> out.println("| " + row.name() + " | " + recipe(row) + " |"));
    }

    private static String line(PaperRow row, List<RowResult> runs, boolean numbers) {
        String quality = numbers
                ? squares(Spread.of(runs, RowResult::loss)) + " | " + published(row) + " | " + solved(runs)
                : Spread.of(runs, run -> 100 * run.accuracy()).text(2);
        return "| " + row.name() + told(runs) + " | " + runs.size() + " | "
                + new Spread(row.paper().updates(), row.paper().deviation()).text(1) + " | "
                + Spread.of(runs, RowResult::updates).text(1) + " | "
                + row.task().length() + " | "
                + quality + " | "
                + flops(Spread.of(runs, RowResult::flops).mean()) + " | "
                + Spread.of(runs, RowResult::seconds).text(0) + " |";
    }

    private static String squares(Spread loss) {
        if (Double.isNaN(loss.mean())) {
            return "–";
        }
        String text = format("%.2e", loss.mean());
        return Double.isNaN(loss.deviation()) ? text : text + " ± " + format("%.2e", loss.deviation());
    }

    private static String published(PaperRow row) {
        Boolean solved = row.paper().solved();
        return solved == null ? "–" : solved ? "yes" : "no";
    }

    /** What a baseline did. */
    private static String told(List<RowResult> runs) {
        if (runs.isEmpty()) {
            return "";
        }
        Spread skips = Spread.of(runs, RowResult::skipProbability);
        Spread every = Spread.of(runs, RowResult::every);
        if (skips.mean() > 0) {
            return format(" (skips %.0f %%)", 100 * skips.mean());
        }
        return every.mean() > 1 ? " (every " + every.text(0) + ")" : "";
    }

    private static String solved(List<RowResult> runs) {
        return runs.isEmpty() ? "–" : countSolved(runs) + " of " + runs.size();
    }

    private static long countSolved(List<RowResult> runs) {
        return runs.stream().filter(run -> run.loss() < PaperTables.SOLVED).count();
    }

    private static String flops(double flops) {
        if (Double.isNaN(flops)) {
            return "–";
        }
        return flops >= 1e6 ? format("%.2f M", flops / 1e6) : format("%.1f k", flops / 1e3);
    }

    private static String format(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private String recipe(PaperRow row) {
        return new TaskRecipe(
                        PaperRow.network(row.cell(), units, row.task()),
                        row.task(),
                        RowTraining.settings(row, row.task(), 1, 1, row.skipProbability()),
                        limit,
                        new TrainingRun(),
                        () -> false)
                .text();
    }

    ObjectNode toJson() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("task", task).put("units", units).put("measuredOn", count);
        ArrayNode rows = node.putArray("rows");
        results.forEach((row, runs) -> {
            ObjectNode line = rows.addObject();
            line.put("row", row.name()).put("cell", row.cell().text());
            if (row.of() == null && row.cell().skips()) {
                line.put("costPerSample", row.costPerSample());
            }
            ObjectNode paper = line.putObject("paper");
            put(paper, "updates", new Spread(row.paper().updates(), row.paper().deviation()));
            if (row.paper().solved() != null) {
                paper.put("solved", row.paper().solved());
            }
            ObjectNode measured = line.putObject("measured");
            measured.put("runs", runs.size());
            put(measured, "updates", Spread.of(runs, RowResult::updates));
            put(measured, "accuracy", Spread.of(runs, RowResult::accuracy));
            if (task.equals("adding")) {
                put(measured, "mse", Spread.of(runs, RowResult::loss));
                measured.put("solved", countSolved(runs));
            }
            put(measured, "flops", Spread.of(runs, RowResult::flops));
            put(measured, "seconds", Spread.of(runs, RowResult::seconds));
        });
        return node;
    }

    /** What is not known is left out. */
    private static void put(ObjectNode node, String name, Spread spread) {
        if (!Double.isNaN(spread.mean())) {
            node.put(name, spread.mean());
        }
        if (!Double.isNaN(spread.deviation())) {
            node.put(name + "Deviation", spread.deviation());
        }
    }
}
