package dev.skipstream.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OrtException;
import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.rnn.SkipRnn;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The peers of the step benchmark do the same work. */
class OnnxCellTest {
    private static final float TOLERANCE = 1e-5f;
    private static final int STEPS = 200;

    private final float[] samples = BenchNetwork.samples();

    @ParameterizedTest
    @CsvSource({"SKIP_GRU, OPERATOR", "SKIP_GRU, PRODUCTS", "SKIP_LSTM, OPERATOR", "SKIP_LSTM, PRODUCTS"})
    void shouldUpdateAsSkipRnnDoes(CellKind cell, OnnxForm form) throws OrtException {
        RnnConfig config = BenchNetwork.config(cell);
        RnnWeights weights = BenchNetwork.weights(config);
        SkipRnn rnn = new SkipRnn(config, weights);
        RnnState state = rnn.newState();
        try (OnnxPinnedStep pinned = new OnnxPinnedStep(config, weights, form);
                OnnxStep written = new OnnxStep(config, weights, form)) {
            for (int t = 0; t < STEPS; t++) {
                float increment = rnn.step(samples, t, state);
                assertEquals(increment, pinned.step(samples, t), TOLERANCE, "pinned, Δũ of step " + t);
                assertEquals(increment, written.step(samples, t), TOLERANCE, "Δũ of step " + t);
                float[] h = hidden(state, config);
                assertArrayEquals(h, pinned.hidden(), TOLERANCE, "pinned, h of step " + t);
                assertArrayEquals(h, written.hidden(), TOLERANCE, "h of step " + t);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = CellKind.class,
            names = {"SKIP_GRU", "SKIP_LSTM"})
    void shouldUpdateWithEjmlAsSkipRnnDoes(CellKind cell) {
        RnnConfig config = BenchNetwork.config(cell);
        RnnWeights weights = BenchNetwork.weights(config);
        SkipRnn rnn = new SkipRnn(config, weights);
        RnnState state = rnn.newState();
        EjmlStep ejml = new EjmlStep(config, weights);
        for (int t = 0; t < STEPS; t++) {
            assertEquals(rnn.step(samples, t, state), ejml.step(samples, t), TOLERANCE, "Δũ of step " + t);
            assertArrayEquals(hidden(state, config), ejml.hidden(), TOLERANCE, "h of step " + t);
        }
    }

    private static float[] hidden(RnnState state, RnnConfig config) {
        float[] all = new float[state.size()];
        state.store(all);
        return Arrays.copyOf(all, config.topUnits());
    }
}
