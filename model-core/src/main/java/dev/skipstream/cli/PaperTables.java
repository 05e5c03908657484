package dev.skipstream.cli;

import dev.skipstream.data.AddingTask;
import dev.skipstream.data.FrequencyTask;
import dev.skipstream.data.SequenceSource;
import dev.skipstream.rnn.CellKind;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of the tables of Campos et al., "Skip RNN: Learning to Skip State Updates in Recurrent Neural Networks",
 * ICLR 2018. Published figures are told where they are known here, and nowhere else.
 */
final class PaperTables {
    /** Mean squared error below which the paper counts the adding task as solved: a hundredth of the variance. */
    static final double SOLVED = 1.0 / 6 / 100;

    private static final int ADDING_LENGTH = 50;
    private static final double UNKNOWN = Double.NaN;
    private static final List<CellKind> CELLS = List.of(CellKind.SKIP_LSTM, CellKind.SKIP_GRU);

    private PaperTables() {}

    /**
     * @param task frequency (Table 4) or adding (Table 1)
     * @throws IllegalArgumentException if it is neither
     */
    static List<PaperRow> of(String task) {
        return switch (task) {
            case "frequency" -> frequency();
            case "adding" -> adding();
            default -> throw new IllegalArgumentException("task must be frequency or adding, found " + task);
        };
    }

    private static List<PaperRow> frequency() {
        List<PaperRow> rows = new ArrayList<>();
        for (double period : new double[] {1, 0.5}) {
            SequenceSource task = new FrequencyTask(period);
            String prefix = prefix(period);
            rows.add(PaperRow.learned(prefix + "lstm", CellKind.LSTM, 0, task, task.length(), UNKNOWN));
            rows.add(PaperRow.learned(prefix + "gru", CellKind.GRU, 0, task, task.length(), UNKNOWN));
            for (CellKind cell : CELLS) {
                for (String cost : List.of("1e-4", "1e-5")) {
                    double updates = published(cell, cost, period);
                    double deviation = updates == 23.5 ? 6.2 : UNKNOWN;
                    String name = prefix + cell + "-" + cost;
                    PaperRow row = PaperRow.learned(name, cell, Double.parseDouble(cost), task, updates, deviation);
                    rows.add(row);
                    rows.add(row.baseline(PaperRow.Baseline.RANDOM));
                    rows.add(row.baseline(PaperRow.Baseline.DOWN));
                }
            }
        }
        return rows;
    }

    /** Samples used in the paper's Table 4; NaN where not known here. */
    private static double published(CellKind cell, String cost, double periodMs) {
        return switch (periodMs + " " + cell + " " + cost) {
            case "1.0 skip-gru 1e-4" -> 23.5;
            case "0.5 skip-gru 1e-4" -> 22.5;
            case "1.0 skip-lstm 1e-4" -> 12.7;
            case "1.0 skip-gru 1e-5" -> 51.9;
            case "1.0 skip-lstm 1e-5" -> 47.4;
            default -> UNKNOWN;
        };
    }

    /** How names of rows begin. */
    static String prefix(double samplingPeriodMs) {
        return FloatText.of((float) samplingPeriodMs).replaceFirst("\\.0$", "") + "ms-";
    }

    private static List<PaperRow> adding() {
        SequenceSource task = new AddingTask(ADDING_LENGTH);
        List<PaperRow> rows = new ArrayList<>();
        rows.add(PaperRow.learned("lstm", CellKind.LSTM, 0, task, task.length(), UNKNOWN));
        rows.add(PaperRow.learned("gru", CellKind.GRU, 0, task, task.length(), UNKNOWN));
        for (CellKind cell : CELLS) {
            for (String cost : List.of("0", "1e-5")) {
                PaperRow row =
                        PaperRow.learned(cell + "-" + cost, cell, Double.parseDouble(cost), task, UNKNOWN, UNKNOWN);
                rows.add(row);
                rows.add(row.baseline(PaperRow.Baseline.RANDOM));
            }
        }
        return rows;
    }
}
