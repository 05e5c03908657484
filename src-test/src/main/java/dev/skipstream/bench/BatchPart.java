package dev.skipstream.bench;

import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.BatchedGru;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.SkipRnn;
import java.util.Arrays;
import java.util.List;

/**
 * What batching the due updates of several keys into one product could gain: the update of 110 units alone, batched and
 * not, with the same bits. The job's gain is less, for batches must be gathered and scattered.
 */
final class BatchPart implements JobPart {
    static final String SINGLE = "one key at a time";
    private static final List<Column> COLUMNS =
            List.of(new Column("µs/update", "microsPerUpdate"), new Column("times faster", "timesFaster"));
    private static final int[] BATCHES = {4, 16, 64};
    private static final RowFacts FACTS = RowFacts.ofModel("update", "skip-gru-110");
    private static final int STEPS = 4096; // between two looks at the clock

    @Override
    public String name() {
        return "batch";
    }

    @Override
    public void run(JobTiming timing, JobReport report) {
        ModelFile file = BenchModels.file("skip-gru-110");
        report.table(name(), "update of a Skip GRU 110, 1 thread", COLUMNS);
        SkipRnn rnn = new SkipRnn(file.config(), file.weights());
        RnnState state = rnn.newState();
        float[] signal = Signals.packet(0, 0, Signals.LENGTH);
        float[] increment = new float[1];
        double single = micros(timing, () -> {
            for (int i = 0; i < STEPS; i++) {
                increment[0] = rnn.step(signal, i % Signals.LENGTH, state);
            }
        });
        report.row(SINGLE, FACTS, single, 1);
        for (int batch : BATCHES) {
            requireSameBits(file, rnn, signal, batch);
            BatchedGru gru = new BatchedGru(file.config(), file.weights(), batch);
            float[] x = new float[batch];
            float[] increments = new float[batch];
            double batched = micros(timing, () -> {
                for (int i = 0; i < STEPS / batch; i++) {
                    Arrays.fill(x, signal[i % Signals.LENGTH]);
                    gru.step(x, increments);
                }
            });
            report.row(batch + " keys at a time", FACTS, batched, single / batched);
        }
    }

    private static void requireSameBits(ModelFile file, SkipRnn rnn, float[] signal, int batch) {
        BatchedGru gru = new BatchedGru(file.config(), file.weights(), batch);
        RnnState state = rnn.newState();
        float[] x = new float[batch];
        float[] increments = new float[batch];
        for (int t = 0; t < Signals.LENGTH; t++) {
            Arrays.fill(x, signal[t]);
            gru.step(x, increments);
            float single = rnn.step(signal, t, state);
            if (single != increments[0] || single != increments[batch - 1]) {
                throw new IllegalStateException("batched update must have the bits of a single one, found "
                        + increments[0] + " for " + single + " at sample " + t);
            }
        }
    }

    private static double micros(JobTiming timing, Runnable steps) {
        run(steps, timing.warmUpMs() / 2);
        double[] micros = new double[timing.repeats()];
        for (int repeat = 0; repeat < micros.length; repeat++) {
            micros[repeat] = run(steps, timing.windowMs() / 2);
        }
        Arrays.sort(micros);
        return micros[micros.length / 2];
    }

    private static double run(Runnable steps, int millis) {
        long from = System.nanoTime();
        long runs = 0;
        long nanos;
        do {
            steps.run();
            runs++;
            nanos = System.nanoTime() - from;
        } while (nanos < millis * 1_000_000L);
        return nanos / 1e3 / (runs * STEPS);
    }
}
