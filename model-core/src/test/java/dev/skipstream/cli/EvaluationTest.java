package dev.skipstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static Evaluation of(long[][] confusion) {
        RnnConfig config = new RnnConfig(
                CellKind.GRU, 1, List.of(2), HeadKind.SOFTMAX, 3, List.of("a", "b", "c"), false, 0, 1, false, 0);
        int sequences = 0;
        for (long[] row : confusion) {
            for (long cell : row) {
                sequences += (int) cell;
            }
        }
        return new Evaluation(config, sequences, confusion, 0, null, 3L * sequences, 10L * sequences);
    }

    @Test
    void shouldTakeTheMeanOfEveryClassesF1() {
        Evaluation evaluation = of(new long[][] {{8, 2, 0}, {1, 4, 0}, {3, 0, 2}});
        assertEquals(14 / 20.0, evaluation.accuracy());
        // a: precision 8/12, recall 8/10; b: 4/6, 4/5; c: 2/2, 2/5
        double a = 2 * (8 / 12.0) * 0.8 / (8 / 12.0 + 0.8);
        double b = 2 * (4 / 6.0) * 0.8 / (4 / 6.0 + 0.8);
        double c = 2 * 1 * 0.4 / 1.4;
        assertEquals((a + b + c) / 3, evaluation.macroF1(), 1e-12);
        assertEquals(3.0 * evaluation.config().flopsPerUpdate(), evaluation.meanFlops());
    }

    @Test
    void shouldNotCountAClassThatNeverAppears() {
        assertEquals(0.5, of(new long[][] {{3, 0, 0}, {0, 0, 0}, {0, 0, 0}}).macroF1() / 2);
        assertEquals(0.0, of(new long[][] {{0, 3, 0}, {0, 0, 0}, {0, 0, 0}}).macroF1());
    }

    @Test
    void shouldAverageThePrecisionOverRisingRecall() {
        // by falling output: set, not, set, not: 1/1 at recall 1/2, 2/3 at recall 1
        double[] y = {0.9, 0.1, 0.5, 0.7};
        assertEquals(
                0.5 * 1 + 0.5 * 2 / 3,
                LabelScores.averagePrecision(y, new boolean[] {true, false, true, false}),
                1e-12);
        assertEquals(
                0.5,
                LabelScores.averagePrecision(new double[] {1, 1, 1, 1}, new boolean[] {true, false, true, false}),
                "equal outputs are one threshold");
        assertTrue(Double.isNaN(LabelScores.averagePrecision(y, new boolean[4])));
    }

    @Test
    void shouldScoreSeveralLabelsTogether() {
        List<float[]> outputs = List.of(new float[] {2, -1}, new float[] {-1, 3}, new float[] {1, 1});
        List<float[]> targets = List.of(new float[] {1, 0}, new float[] {1, 1}, new float[] {0, 0});
        LabelScores scores = LabelScores.of(outputs, targets);
        // told: a, b, a+b; true: a, a+b, none. TP 2 (a of 0, b of 1), FN 1, FP 2
        assertEquals(4.0 / (4 + 3), scores.microF1(), 1e-12);
        assertEquals(0.5, scores.accuracy(), 1e-12);
        // a: set at outputs 2 and −1, not at 1: 1/2·1 + 1/2·2/3; b: 1
        assertEquals((0.5 + 1 / 3.0 + 1) / 2, scores.meanAveragePrecision(), 1e-12);
    }
}
