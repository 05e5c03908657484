package dev.skipstream.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.RandomNetworks;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import java.util.Map;
import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BpttTest {
    private static final double LAMBDA = 0.02;

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldGiveTheReferencesLossAndGradientsForRandomNetworks(CellKind cell) {
        SplittableRandom random = new SplittableRandom(5 + cell.ordinal());
        int compared = 0;
        for (int trial = 0; trial < 25; trial++) {
            RnnConfig config = RandomNetworks.config(random, cell, 0);
            RnnWeights weights = RandomNetworks.weights(random, config, random.nextInt(6));
            Batch batch = RandomBatches.of(random, config, 1 + random.nextInt(30), 12);
            ReferenceRecursion reference = new ReferenceRecursion(config, weights);
            for (int b = 0; b < batch.size; b++) {
                reference.add(batch.values[b], RandomBatches.targets(batch, b), LAMBDA, batch.size);
            }
            reference.backward();
            RnnWeights gradients = new RnnWeights(config);
            Bptt.Result result;
            try (Bptt bptt = new Bptt(config, 2)) {
                result = bptt.run(weights, batch, GateLoss.budget(LAMBDA, 0), gradients);
            }
            if (result.updates() * batch.size != reference.updates) {
                continue; // a probability so near to one half that float and double part ways
            }
            compared++;
            assertEquals(reference.loss(), result.loss(), 1e-5 * (1 + reference.loss()), config.toString());
            assertGradients(config, reference, gradients);
        }
        assertTrue(compared >= 23, "networks compared: " + compared);
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldGiveTheReferencesGradientsWhereEverySampleHasATarget(CellKind cell) {
        SplittableRandom random = new SplittableRandom(41 + cell.ordinal());
        int compared = 0;
        for (int trial = 0; trial < 25; trial++) {
            RnnConfig config = RandomNetworks.config(random, cell, 0);
            RnnWeights weights = RandomNetworks.weights(random, config, random.nextInt(6));
            Batch batch = RandomBatches.of(random, config, 1 + random.nextInt(30), 12);
            RandomBatches.addStepTargets(random, config, batch);
            if (!cell.skips() && trial % 2 == 0) {
                RandomSkips.of(0.6, trial).mark(batch);
            }
            ReferenceRecursion reference = new ReferenceRecursion(config, weights);
            for (int b = 0; b < batch.size; b++) {
                boolean[] used = batch.used == null ? null : batch.used[b];
                reference.add(batch.values[b], null, batch.stepTargets[b], used, LAMBDA, batch.size);
            }
            reference.backward();
            RnnWeights gradients = new RnnWeights(config);
            RnnWeights again = new RnnWeights(config);
            Bptt.Result result;
            try (Bptt bptt = new Bptt(config, 2);
                    Bptt other = new Bptt(config, 1)) {
                result = bptt.run(weights, batch, GateLoss.budget(LAMBDA, 0), gradients);
                assertEquals(result, other.run(weights, batch, GateLoss.budget(LAMBDA, 0), again));
            }
            assertEquals(gradients, again);
            if (cell.skips() && result.updates() * batch.size != reference.updates) {
                continue;
            }
            compared++;
            assertEquals(reference.loss(), result.loss(), 1e-5 * (1 + reference.loss()), config.toString());
            assertGradients(config, reference, gradients);
        }
        assertTrue(compared >= 23, "networks compared: " + compared);
    }

    private static void assertGradients(RnnConfig config, ReferenceRecursion reference, RnnWeights gradients) {
        for (Map.Entry<String, FMatrixRMaj> tensor : gradients.tensors().entrySet()) {
            if (!Optimizer.trains(tensor.getKey())) {
                continue;
            }
            float[] found = tensor.getValue().data;
            double scale = config.layerNorm() ? 0.3 : 1e-2; // of few units: it magnifies rounding
            for (int i = 0; i < found.length; i++) {
                scale = Math.max(scale, Math.abs(reference.gradient(tensor.getKey(), i)));
            }
            for (int i = 0; i < found.length; i++) {
                double expected = reference.gradient(tensor.getKey(), i);
                assertEquals(expected, found[i], 1e-4 * scale, tensor.getKey() + "[" + i + "] of " + config);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldGiveTheSameBitsWithAnyNumberOfThreads(CellKind cell) {
        SplittableRandom random = new SplittableRandom(17);
        RnnConfig config = RandomNetworks.config(random, cell, 0);
        RnnWeights weights = RandomNetworks.weights(random, config, 3);
        Batch batch = RandomBatches.of(random, config, 77, 20);
        RnnWeights first = new RnnWeights(config);
        Bptt.Result expected;
        try (Bptt bptt = new Bptt(config, 1)) {
            expected = bptt.run(weights, batch, GateLoss.budget(LAMBDA, 0), first);
        }
        for (int threads = 2; threads <= 6; threads++) {
            RnnWeights again = new RnnWeights(config);
            try (Bptt bptt = new Bptt(config, threads)) {
                bptt.run(
                        weights,
                        RandomBatches.of(random, config, 50, 25),
                        GateLoss.budget(LAMBDA, 0),
                        again); // leaves traces
                assertEquals(expected, bptt.run(weights, batch, GateLoss.budget(LAMBDA, 0), again));
            }
            again.tensors().forEach((name, tensor) -> assertArrayEquals(first.data(name), tensor.data, name));
        }
    }

    @Test
    void shouldKeepToTheStepsThatTheRandomSkipBaselineUses() {
        SplittableRandom random = new SplittableRandom(23);
        RnnConfig config = RandomNetworks.config(random, CellKind.LSTM, 0);
        RnnWeights weights = RandomNetworks.weights(random, config, 0);
        Batch batch = RandomBatches.of(random, config, 20, 15);
        Batch kept = new Batch(batch.size, batch.targetWidth);
        batch.used = new boolean[batch.size][];
        System.arraycopy(batch.targets, 0, kept.targets, 0, batch.targets.length);
        for (int b = 0; b < batch.size; b++) {
            batch.used[b] = new boolean[batch.lengths[b]];
            float[] values = new float[batch.values[b].length];
            int i = config.channels();
            for (int t = 0; t < batch.lengths[b]; t++) {
                batch.used[b][t] = t == 0 || random.nextBoolean();
                if (batch.used[b][t]) {
                    System.arraycopy(batch.values[b], t * i, values, kept.lengths[b]++ * i, i);
                }
            }
            kept.values[b] = values;
        }
        RnnWeights expected = new RnnWeights(config);
        RnnWeights found = new RnnWeights(config);
        try (Bptt bptt = new Bptt(config, 1)) {
            assertEquals(
                    bptt.run(weights, kept, GateLoss.budget(0, 0), expected),
                    bptt.run(weights, batch, GateLoss.budget(0, 0), found));
        }
        assertEquals(expected, found);
    }

    @Test
    void shouldLimitTheGatesGradientOfOneSample() {
        SplittableRandom random = new SplittableRandom(29);
        RnnConfig config = RandomNetworks.config(random, CellKind.SKIP_GRU, 0);
        RnnWeights weights = RandomNetworks.weights(random, config, 2);
        Batch batch = RandomBatches.of(random, config, 1, 20);
        RnnWeights clipped = new RnnWeights(config);
        double limit = 1e-3;
        try (Bptt bptt = new Bptt(config, 1)) {
            Bptt.Result result = bptt.run(weights, batch, GateLoss.budget(5, limit), clipped);
            float bias = clipped.data("update.bias")[0];
            assertTrue(Math.abs(bias) <= limit * result.updates() * 1.001, "gradient " + bias);
            assertTrue(bias != 0, "gradient is 0");
        }
    }
}
