package dev.skipstream.cli;

import dev.skipstream.data.AddingTask;
import dev.skipstream.data.FrequencyTask;
import dev.skipstream.data.SequenceSource;
import dev.skipstream.rnn.CellKind;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of the tables of Campos et al., "Skip RNN: Learning to Skip State Updates in Recurrent Neural Networks",
 * ICLR 2018. Published figures are told where they are known here, and nowhere else; those of Table 1 are
 * told from memory and have not been compared with the paper.
 */
final class PaperTables {
    /** Mean squared error below which the paper counts the adding task as solved: a hundredth of the variance. */
    static final double SOLVED = 1.0 / 6 / 100;

    private static final int ADDING_LENGTH = 50;
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
            PaperRow.Published all = PaperRow.Published.of(task.length());
            rows.add(PaperRow.learned(prefix + "lstm", CellKind.LSTM, 0, task, all));
            rows.add(PaperRow.learned(prefix + "gru", CellKind.GRU, 0, task, all));
            for (CellKind cell : CELLS) {
                for (String cost : List.of("1e-4", "1e-5")) {
                    String name = prefix + cell + "-" + cost;
                    PaperRow.Published paper = published(cell, cost, period);
                    PaperRow row = PaperRow.learned(name, cell, Double.parseDouble(cost), task, paper);
                    rows.add(row);
                    rows.add(row.baseline(PaperRow.Baseline.RANDOM));
                    rows.add(row.baseline(PaperRow.Baseline.DOWN));
                }
            }
        }
        return rows;
    }

    /** Samples used in the paper's Table 4. */
    private static PaperRow.Published published(CellKind cell, String cost, double periodMs) {
        return switch (periodMs + " " + cell + " " + cost) {
            case "1.0 skip-gru 1e-4" -> new PaperRow.Published(23.5, 6.2, null);
            case "0.5 skip-gru 1e-4" -> PaperRow.Published.of(22.5);
            case "1.0 skip-lstm 1e-4" -> PaperRow.Published.of(12.7);
            case "1.0 skip-gru 1e-5" -> PaperRow.Published.of(51.9);
            case "1.0 skip-lstm 1e-5" -> PaperRow.Published.of(47.4);
            default -> PaperRow.Published.UNKNOWN;
        };
    }

    /** How names of rows begin. */
    static String prefix(double samplingPeriodMs) {
        return FloatText.of((float) samplingPeriodMs).replaceFirst("\\.0$", "") + "ms-";
    }

    private static List<PaperRow> adding() {
        SequenceSource task = new AddingTask(ADDING_LENGTH);
        List<PaperRow> rows = new ArrayList<>();
        rows.add(PaperRow.learned("lstm", CellKind.LSTM, 0, task, used(100, Double.NaN, true)));
        rows.add(PaperRow.random("random-lstm-0.2", CellKind.LSTM, 0.2, task, used(80.0, Double.NaN, false)));
        rows.add(PaperRow.random("random-lstm-0.5", CellKind.LSTM, 0.5, task, used(50.1, Double.NaN, false)));
        addSkipping(rows, CellKind.SKIP_LSTM, task, used(81.1, 3.6, true), used(53.9, 2.1, true));
        rows.add(PaperRow.learned("gru", CellKind.GRU, 0, task, used(100, Double.NaN, true)));
        rows.add(PaperRow.random("random-gru-0.02", CellKind.GRU, 0.02, task, used(98.0, Double.NaN, false)));
        rows.add(PaperRow.random("random-gru-0.5", CellKind.GRU, 0.5, task, used(49.9, Double.NaN, false)));
        addSkipping(rows, CellKind.SKIP_GRU, task, used(97.9, 3.2, true), used(50.7, 2.6, true));
        return rows;
    }

    private static void addSkipping(
            List<PaperRow> rows,
            CellKind cell,
            SequenceSource task,
            PaperRow.Published free,
            PaperRow.Published charged) {
        PaperRow first = PaperRow.learned(cell + "-0", cell, 0, task, free);
        PaperRow second = PaperRow.learned(cell + "-1e-5", cell, 1e-5, task, charged);
        for (PaperRow row : List.of(first, second)) {
            rows.add(row);
            rows.add(row.baseline(PaperRow.Baseline.RANDOM));
        }
    }

    /** The paper tells the adding task's updates in per cent of the steps. */
    private static PaperRow.Published used(double percent, double deviation, boolean solved) {
        double share = ADDING_LENGTH / 100.0;
        return new PaperRow.Published(share * percent, share * deviation, solved);
    }
}
