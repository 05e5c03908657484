package dev.skipstream.cli;

import dev.skipstream.data.DataSet;
import dev.skipstream.data.FrequencyTask;
import dev.skipstream.data.SequenceSource;
import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import java.util.List;

/**
 * One row of a table of the paper, or a baseline beside it.
 *
 * @param name by which {@code --rows} and the results know it
 * @param cell of the network that is trained
 * @param costPerSample λ at the end of the training; no meaning for cells without an update gate
 * @param task that is learned; a baseline of other samples derives its own
 * @param baseline how a baseline spares samples
 * @param of the row a baseline belongs to: it uses as many samples as that row's run of the same seed; null: none
 * @param skipProbability with which each sample but the first is skipped, of the paper's own such rows; 0: none
 * @param paper what was published
 */
record PaperRow(
        String name,
        CellKind cell,
        double costPerSample,
        SequenceSource task,
        Baseline baseline,
        PaperRow of,
        double skipProbability,
        Published paper) {

    /**
     * The paper's figures.
     *
     * @param updates samples used; NaN: not known here
     * @param deviation of those updates; NaN: not known here
     * @param solved whether the paper counts the task as solved; null: not known here
     */
    record Published(double updates, double deviation, Boolean solved) {
        static final Published UNKNOWN = new Published(Double.NaN, Double.NaN, null);

        static Published of(double updates) {
            return new Published(updates, Double.NaN, null);
        }
    }

    /** Ways to use fewer samples that are not learned. */
    enum Baseline {
        /** None: the network decides. */
        NONE,
        /** Every sample but the first is skipped with the same probability. */
        RANDOM,
        /** Every k-th sample is used. */
        DOWN
    }

    static PaperRow learned(String name, CellKind cell, double cost, SequenceSource task, Published paper) {
        return new PaperRow(name, cell, cost, task, Baseline.NONE, null, 0, paper);
    }

    /** A row of the paper that skips samples at random. */
    static PaperRow random(String name, CellKind cell, double skipProbability, SequenceSource task, Published paper) {
        return new PaperRow(name, cell, 0, task, Baseline.NONE, null, skipProbability, paper);
    }

    /** The baseline of a row whose cell skips. */
    PaperRow baseline(Baseline kind) {
        CellKind plain = cell.isLstm() ? CellKind.LSTM : CellKind.GRU;
        String suffix = kind == Baseline.RANDOM ? "-random" : "-down";
        return new PaperRow(name + suffix, plain, 0, task, kind, this, 0, Published.UNKNOWN);
    }

    /** Whether it stands beside a row, spared of samples in a way that is not learned. */
    boolean isBaseline() {
        return baseline != Baseline.NONE;
    }

    /** Whether one of the filters is this row's name or begins it, up to a hyphen; no filter takes all. */
    boolean isAmong(List<String> filters) {
        return isAmong(name, filters);
    }

    static boolean isAmong(String name, List<String> filters) {
        return filters.isEmpty() || filters.stream().anyMatch(f -> name.equals(f) || name.startsWith(f + "-"));
    }

    /** A network of one layer for a task. */
    static RnnConfig network(CellKind cell, int units, SequenceSource task) {
        boolean classes = task.targets() == DataSet.TargetKind.CLASS;
        return new RnnConfig(
                cell,
                task.channels(),
                List.of(units),
                classes ? HeadKind.SOFTMAX : HeadKind.LINEAR,
                classes ? task.labels().size() : 1,
                task.labels(),
                false,
                task.length(),
                task instanceof FrequencyTask frequency ? frequency.samplingPeriodMs() : Double.NaN,
                false,
                0);
    }
}
