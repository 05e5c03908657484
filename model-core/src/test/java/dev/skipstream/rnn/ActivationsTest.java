package dev.skipstream.rnn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ActivationsTest {
    @Test
    void shouldStayWithinTheStatedErrorOfTanhAndSigmoid() {
        double worstTanh = 0;
        double worstSigmoid = 0;
        for (float x = -30; x < 30; x += 1e-4f) {
            worstTanh = Math.max(worstTanh, Math.abs(Activations.tanh(x) - Math.tanh(x)));
            worstSigmoid = Math.max(worstSigmoid, Math.abs(Activations.sigmoid(x) - 1 / (1 + Math.exp(-x))));
        }
        assertTrue(worstTanh < 3.2e-7, "tanh " + worstTanh);
        assertTrue(worstSigmoid < 2e-7, "sigmoid " + worstSigmoid);
    }

    @Test
    void shouldBeOddAndExactAtZeroAndAtTheEnds() {
        assertEquals(0f, Activations.tanh(0f));
        assertEquals(0.5f, Activations.sigmoid(0f));
        assertEquals(1f, Activations.tanh(Float.POSITIVE_INFINITY), 1.2e-7f);
        assertEquals(-1f, Activations.tanh(-Float.MAX_VALUE), 1.2e-7f);
        assertTrue(Float.isNaN(Activations.tanh(Float.NaN)));
        for (float x = 0; x < 12; x += 0.01f) {
            assertEquals(-Activations.tanh(x), Activations.tanh(-x));
        }
    }

    @Test
    void shouldGiveTheSameBitsOneByOneAndInLoops() {
        float[] values = new float[1003];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i - 500) * 0.037f;
        }
        float[] tanh = values.clone();
        float[] sigmoid = values.clone();
        for (int repeat = 0; repeat < 20_000; repeat++) { // long enough for the loops to be compiled and vectorised
            System.arraycopy(values, 0, tanh, 0, values.length);
            System.arraycopy(values, 0, sigmoid, 0, values.length);
            Activations.tanh(tanh, 3, values.length);
            Activations.sigmoid(sigmoid, 3, values.length);
        }
        for (int i = 3; i < values.length; i++) {
            assertEquals(Activations.tanh(values[i]), tanh[i]);
            assertEquals(Activations.sigmoid(values[i]), sigmoid[i]);
        }
    }
}
