package dev.skipstream.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skipstream.data.DataSet;
import dev.skipstream.data.DataSet.TargetKind;
import dev.skipstream.data.Sequence;
import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClassWeightsTest {
    private static final List<String> LABELS = List.of("a", "b", "c");

    private final DataSet classes = new DataSet(
            "classes",
            1,
            TargetKind.CLASS,
            LABELS,
            IntStream.range(0, 20)
                    .mapToObj(n -> new Sequence(new float[] {n}, 1, n < 16 ? 0 : 1))
                    .toList());

    /** Label a in 5 of 20, b in 10, c in all. */
    private final DataSet several = new DataSet(
            "labels",
            1,
            TargetKind.LABELS,
            LABELS,
            IntStream.range(0, 20)
                    .mapToObj(n ->
                            new Sequence(new float[] {n}, 1, Double.NaN, new float[] {n % 4 == 0 ? 1 : 0, n % 2, 1}))
                    .toList());

    private static RnnConfig config(HeadKind head) {
        return new RnnConfig(CellKind.GRU, 1, List.of(2), head, 3, LABELS, false, 0, 1, false, 0);
    }

    @Test
    void shouldGiveEveryClassTheSameTotal() {
        ClassWeights weights = ClassWeights.balanced(classes);
        assertEquals(20f / (3 * 16), weights.of(0));
        assertEquals(20f / (3 * 4), weights.of(1));
        assertEquals(1f, weights.of(2)); // never seen
        Batch batch = new DataSetBatches(classes, config(HeadKind.SOFTMAX), 20, weights, null).next();
        assertEquals(20f / (3 * 16), batch.weights[3]);
        assertEquals(20f / (3 * 4), batch.weights[17]);
    }

    @Test
    void shouldWeighEachLabelWhereItIsSetAndWhereItIsNot() {
        ClassWeights weights = ClassWeights.balanced(several);
        Batch batch = new DataSetBatches(several, config(HeadKind.SIGMOID), 20, weights, null).next();
        assertArrayEquals(
                new float[] {1, 0, 1, 0, 1, 1}, java.util.Arrays.copyOf(batch.targets, 6), "of the first two");
        assertArrayEquals(
                new float[] {2, 1, 1, 2f / 3, 1, 1}, java.util.Arrays.copyOf(batch.weights, 6), 1e-6f, "likewise");
        double sum = 0;
        for (float weight : batch.weights) {
            sum += weight;
        }
        assertEquals(1, sum / batch.weights.length, 1e-6);
    }

    @Test
    void shouldRefuseNumbers() {
        DataSet numbers =
                new DataSet("n", 1, TargetKind.NUMERIC, List.of(), List.of(new Sequence(new float[] {1}, 1, 0.5)));
        assertThrows(IllegalArgumentException.class, () -> ClassWeights.balanced(numbers));
        assertThrows(IllegalArgumentException.class, () -> ClassWeights.Kind.of("even"));
    }

    /** Central differences; the loss is computed in double of float outputs. */
    @ParameterizedTest
    @EnumSource(
            value = HeadKind.class,
            names = {"SOFTMAX", "SIGMOID"})
    void shouldGiveTheGradientOfTheWeightedLoss(HeadKind head) {
        SplittableRandom random = new SplittableRandom(3);
        DataSet data = head == HeadKind.SOFTMAX ? classes : several;
        Batch batch = new DataSetBatches(data, config(head), 20, ClassWeights.balanced(data), null).next();
        float[] gradient = new float[3];
        for (int row = 0; row < 20; row++) {
            float[] y = new float[3];
            for (int o = 0; o < 3; o++) {
                y[o] = (float) random.nextDouble(-3, 3);
            }
            double loss = loss(head, y, batch, row, gradient);
            float[] expected = new float[3];
            for (int o = 0; o < 3; o++) {
                float[] more = y.clone();
                float[] less = y.clone();
                more[o] += 0x1p-8f;
                less[o] -= 0x1p-8f;
                double difference =
                        loss(head, more, batch, row, new float[3]) - loss(head, less, batch, row, new float[3]);
                expected[o] = (float) (difference / ((double) more[o] - less[o]));
            }
            assertArrayEquals(expected, gradient, 1e-6f);
            float[] weights = batch.weights;
            batch.weights = null;
            double plain = loss(head, y, batch, row, gradient);
            batch.weights = weights;
            if (head == HeadKind.SOFTMAX) {
                assertEquals(weights[row] * plain, loss, 1e-9);
            }
        }
    }

    private static double loss(HeadKind head, float[] y, Batch batch, int row, float[] gradient) {
        int at = row * batch.targetWidth;
        return Loss.of(head, y, 0, 3, batch.targets, batch.weights, at, 0.05, gradient);
    }

    @Test
    void shouldWeighClassesBySamplesWhereEverySampleHasOne() {
        float unknown = Float.NaN;
        DataSet steps = new DataSet(
                "steps",
                1,
                TargetKind.STEP_CLASS,
                LABELS,
                List.of(
                        new Sequence(new float[4], 1, Double.NaN, new float[] {0, 0, 1, unknown}),
                        new Sequence(new float[3], 1, Double.NaN, new float[] {0, 0, 0})));
        Batch batch = new DataSetBatches(steps, config(HeadKind.SOFTMAX), 2, ClassWeights.balanced(steps), null).next();
        float common = 6f / (3 * 5);
        assertArrayEquals(new float[] {common, common, 2, 0}, batch.stepWeights[0], 1e-6f);
        assertArrayEquals(new float[] {common, common, common}, batch.stepWeights[1], 1e-6f);
        assertArrayEquals(new float[] {0, 0, 1, unknown}, batch.stepTargets[0]);
    }
}
