package dev.skipstream.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.data.DataSet;
import dev.skipstream.data.Sequence;
import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InitializationTest {
    private static RnnConfig config(CellKind cell, boolean layerNorm) {
        return new RnnConfig(
                cell, 3, List.of(40, 40), HeadKind.LINEAR, 1, List.of(), layerNorm, 0, Double.NaN, true, 0);
    }

    @Test
    void shouldDrawGlorotUniformMatricesOverTheJointInputs() {
        RnnWeights weights = Initialization.of(config(CellKind.SKIP_LSTM, false), new SplittableRandom(2), true, 1);
        double limit = Math.sqrt(6.0 / (3 + 40 + 4 * 40));
        float greatest = 0;
        double squares = 0;
        float[] w = weights.data("rnn.weight_hh_l0");
        for (float v : w) {
            greatest = Math.max(greatest, Math.abs(v));
            squares += v * v;
        }
        assertTrue(greatest <= limit && greatest > 0.99 * limit, "greatest " + greatest);
        assertEquals(limit * limit / 3, squares / w.length, 0.03 * limit * limit);
    }

    @Test
    void shouldSetTheBiasesOfTheAuthorsCode() {
        RnnWeights lstm = Initialization.of(config(CellKind.SKIP_LSTM, false), new SplittableRandom(2), true, 0.5);
        RnnWeights gru = Initialization.of(config(CellKind.SKIP_GRU, true), new SplittableRandom(2), false, 1);
        for (int i = 0; i < 160; i++) {
            assertEquals(i / 40 == 1 ? 1 : 0, lstm.data("rnn.bias_l1")[i], "forget gate is the second block");
        }
        assertEquals(0.5f, lstm.data("update.bias")[0]);
        for (int i = 0; i < 120; i++) {
            assertEquals(0, gru.data("rnn.bias_l0")[i], "with layer norm biases are inside it");
        }
        for (int i = 0; i < 80; i++) {
            assertEquals(1, gru.data("rnn.ln_bias_l0")[i]);
            assertEquals(1, gru.data("rnn.ln_gain_l0")[i]);
        }
        assertEquals(0, gru.data("rnn.h0_l0")[7]);
        double squares = 0;
        for (int i = 0; i < 40; i++) {
            squares += Math.pow(lstm.data("rnn.h0_l0")[i], 2) + Math.pow(lstm.data("rnn.c0_l1")[i], 2);
        }
        assertEquals(1, squares / 80, 0.4);
    }

    @Test
    void shouldFitTheNormalisationToEachChannel() {
        RnnWeights weights = new RnnWeights(config(CellKind.GRU, false));
        Sequence first = new Sequence(new float[] {1, 5, 7, 3, 5, 7}, 3, 0);
        Sequence second = new Sequence(new float[] {2, 5, 7, 2, 5, 7, 2, 5, 1}, 3, 0);
        Initialization.normalise(
                weights, new DataSet("d", 3, DataSet.TargetKind.NUMERIC, List.of(), List.of(first, second)));
        assertEquals(2, weights.data("input.mean")[0], 1e-6);
        assertEquals(Math.sqrt(0.4), weights.data("input.std")[0], 1e-6);
        assertEquals(5, weights.data("input.mean")[1], 1e-6);
        assertEquals(1, weights.data("input.std")[1], 1e-6, "a constant channel stays as it is");
    }
}
