package dev.skipstream.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.RandomNetworks;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OptimizerTest {
    private final SplittableRandom random = new SplittableRandom(3);
    private final RnnConfig config = RandomNetworks.config(random, CellKind.SKIP_LSTM, 0);
    private final RnnWeights weights = RandomNetworks.weights(random, config, 2);
    private final RnnWeights gradients = RandomNetworks.weights(random, config, 2);

    @Test
    void shouldChangeWeightsByMinusTheGradientWhenSgdHasRateOne() {
        RnnWeights before = weights.copy();
        new Sgd().step(weights, gradients, 1);
        weights.tensors().forEach((name, tensor) -> {
            for (int i = 0; i < tensor.data.length; i++) {
                float gradient = Optimizer.trains(name) ? gradients.data(name)[i] : 0;
                assertEquals(before.data(name)[i] - gradient, tensor.data[i], name);
            }
        });
    }

    @Test
    void shouldStepAsTensorFlowsAdamDoes() {
        Adam adam = new Adam();
        double w = weights.data("head.bias")[0];
        double m = 0;
        double v = 0;
        for (int k = 1; k <= 20; k++) {
            double g = gradients.data("head.bias")[0] * (k % 3 - 0.5);
            gradients.data("head.bias")[0] = (float) g;
            g = gradients.data("head.bias")[0];
            m = 0.9 * m + 0.1 * g;
            v = 0.999 * v + 0.001 * g * g;
            w -= 0.01 * Math.sqrt(1 - Math.pow(0.999, k)) / (1 - Math.pow(0.9, k)) * m / (Math.sqrt(v) + 1e-8);
            adam.step(weights, gradients, 0.01);
            assertEquals(w, weights.data("head.bias")[0], 2e-6, "step " + k);
        }
    }

    @Test
    void shouldGoOnFromACopyAsFromTheOriginal() {
        Adam adam = new Adam();
        adam.step(weights, gradients, 0.1);
        RnnWeights other = weights.copy();
        Adam copy = adam.copy();
        adam.step(weights, gradients, 0.1);
        copy.step(other, gradients, 0.1);
        assertEquals(weights, other);
    }

    @Test
    void shouldScaleGradientsToTheLimitAndLeaveSmallerOnesAlone() {
        double norm = GradientClip.norm(gradients);
        float[] before = gradients.data("rnn.bias_l0").clone();
        GradientClip.toNorm(gradients, norm, norm);
        assertArrayEquals(before, gradients.data("rnn.bias_l0"));
        GradientClip.toNorm(gradients, norm, 0.25);
        assertEquals(0.25, GradientClip.norm(gradients), 1e-6);
        assertEquals(before[0] * 0.25 / norm, gradients.data("rnn.bias_l0")[0], 1e-6);
    }

    @Test
    void shouldRefuseUnknownNames() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Optimizer.Kind.of("rmsprop"));
        assertEquals("optimizer must be one of adam, sgd, found rmsprop", e.getMessage());
    }
}
