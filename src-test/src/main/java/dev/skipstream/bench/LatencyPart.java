package dev.skipstream.bench;

import dev.skipstream.data.FrequencyTask;
import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.SkipRnn;
import dev.skipstream.rnn.UpdateGate;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How early results leave: samples between the one at which the operator gives its result (the last needed one) and the
 * last of the sequence, over fresh signals of the frequency task. At 1 ms a sample these are milliseconds too.
 */
final class LatencyPart implements JobPart {
    private static final int SEQUENCES = 20_000;
    private static final List<Column> COLUMNS = List.of(
            new Column("updates", "updates"),
            new Column("mean", "samplesBeforeEndMean"),
            new Column("5 %", "samplesBeforeEnd5Percent"),
            new Column("25 %", "samplesBeforeEnd25Percent"),
            new Column("median", "samplesBeforeEndMedian"),
            new Column("75 %", "samplesBeforeEnd75Percent"),
            new Column("95 %", "samplesBeforeEnd95Percent"),
            new Column("at the end %", "percentAtLastSample"));
    private static final double[] QUANTILES = {0.05, 0.25, 0.5, 0.75, 0.95};

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public void run(JobTiming timing, JobReport report) {
        report.table(name(), "samples before the end", COLUMNS);
        row("shipped", JobTables.SHIPPED, report);
        row("skip-gru-110", JobTables.SKIP, report);
        row("gru-110", JobTables.PLAIN, report);
    }

    private static void row(String model, String label, JobReport report) {
        ModelFile file = BenchModels.file(model);
        SkipRnn rnn = new SkipRnn(file.config(), file.weights());
        RnnState state = rnn.newState();
        SplittableRandom random = new SplittableRandom(31);
        FrequencyTask task = new FrequencyTask(1);
        float[] signals = new float[SEQUENCES * Signals.LENGTH];
        task.fill(random, SEQUENCES, signals, new float[SEQUENCES]);
        int[] early = new int[SEQUENCES];
        long updates = 0;
        int atEnd = 0;
        for (int s = 0; s < SEQUENCES; s++) {
            rnn.reset(state);
            long t = 0;
            long last = 0;
            while (t < Signals.LENGTH) {
                last = t;
                updates++;
                long next = UpdateGate.samplesToNextUpdate(rnn.step(signals, s * Signals.LENGTH + (int) t, state));
                t = next < Signals.LENGTH ? t + next : Signals.LENGTH;
            }
            early[s] = Signals.LENGTH - 1 - (int) last;
            atEnd += early[s] == 0 ? 1 : 0;
        }
        Arrays.sort(early);
        double[] numbers = new double[COLUMNS.size()];
        numbers[0] = (double) updates / SEQUENCES;
        numbers[1] = Arrays.stream(early).average().orElseThrow();
        for (int q = 0; q < QUANTILES.length; q++) {
            numbers[2 + q] = early[(int) (QUANTILES[q] * (SEQUENCES - 1))];
        }
        numbers[COLUMNS.size() - 1] = 100.0 * atEnd / SEQUENCES;
        report.row(label, RowFacts.ofModel("latency", model), numbers);
    }
}
