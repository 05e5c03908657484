package dev.skipstream.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.data.FrequencyTask;
import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.rnn.SkipRnn;
import java.util.List;
import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GateLossTest {
    private static final int SAMPLES = 3; // of a sequence of 50, after which is decided

    /** As long as every sample is used, the teacher adds the gradient of its own loss to that of the cell without gate. */
    @ParameterizedTest
    @EnumSource(
            value = CellKind.class,
            names = {"SKIP_LSTM", "SKIP_GRU"})
    void shouldGiveTheNumericGradientOfTheTeachersLoss(CellKind cell) {
        SplittableRandom random = new SplittableRandom(3);
        RnnWeights weights = Initialization.of(config(cell), random, true, 0.6);
        Batch batch = new GeneratedBatches(new FrequencyTask(2), SAMPLES, 4, random).next();
        GateLoss taught = GateLoss.taught(SAMPLES, 50);
        RnnWeights found = new RnnWeights(config(cell));
        try (Bptt bptt = new Bptt(config(cell), 1)) {
            assertEquals(
                    SAMPLES,
                    bptt.run(weights, batch, taught, found).updates(),
                    0,
                    "a sample is skipped: choose others");
        }
        RnnWeights task = new RnnWeights(plain(cell));
        try (Bptt bptt = new Bptt(plain(cell), 1)) {
            bptt.run(withoutGate(weights, plain(cell)), batch, GateLoss.budget(0, 0), task);
        }
        double greatest = 0;
        for (String name : found.tensors().keySet()) {
            FMatrixRMaj ofTask = task.tensors().get(name);
            for (int i = 0; i < found.data(name).length; i++) {
                double expected = numeric(weights, name, i, batch, cell) + (ofTask == null ? 0 : ofTask.data[i]);
                assertEquals(expected, found.data(name)[i], 2e-4, name + "[" + i + "]");
                greatest = Math.max(greatest, ofTask == null ? 0 : Math.abs(expected - ofTask.data[i]));
            }
        }
        assertTrue(greatest > 1e-2, "the teacher's gradient does not reach the cell: " + greatest);
    }

    private static double numeric(RnnWeights weights, String name, int i, Batch batch, CellKind cell) {
        float before = weights.data(name)[i];
        float step = 1e-2f;
        weights.data(name)[i] = before + step;
        double above = loss(weights, batch, cell);
        weights.data(name)[i] = before - step;
        double below = loss(weights, batch, cell);
        weights.data(name)[i] = before;
        return (above - below) / (2 * step);
    }

    /** Cross-entropy between Δũ and ¾ after the first updates, a quarter of 1/50 after the last; mean over the batch. */
    private static double loss(RnnWeights weights, Batch batch, CellKind cell) {
        SkipRnn rnn = new SkipRnn(config(cell), weights);
        RnnState state = rnn.newState();
        double sum = 0;
        for (int b = 0; b < batch.size; b++) {
            rnn.reset(state);
            for (int t = 0; t < SAMPLES; t++) {
                double increment = rnn.step(batch.values[b], batch.offsets[b] + t, state);
                boolean last = t == SAMPLES - 1;
                double wanted = last ? 0.25 / 50 : 0.75;
                if (last ? increment > wanted : increment < wanted) {
                    sum -= wanted * Math.log(increment) + (1 - wanted) * Math.log(1 - increment);
                }
            }
        }
        return sum / batch.size;
    }

    private static RnnWeights withoutGate(RnnWeights weights, RnnConfig plain) {
        RnnWeights same = new RnnWeights(plain);
        same.tensors().keySet().forEach(name -> same.set(name, weights.data(name)));
        return same;
    }

    private static RnnConfig config(CellKind cell) {
        return new RnnConfig(
                cell, 1, List.of(5), HeadKind.SOFTMAX, 2, List.of("a", "b"), false, 50, Double.NaN, false, 0);
    }

    private static RnnConfig plain(CellKind cell) {
        return config(cell.isLstm() ? CellKind.LSTM : CellKind.GRU);
    }
}
