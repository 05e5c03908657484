package dev.skipstream.rnn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StepKernelTest {
    private static final StepKernel PLAIN = new PlainStepKernel();

    private final SplittableRandom random = new SplittableRandom(5);

    /** The kernels beside the plain one. */
    private static Iterable<StepKernel> provided() {
        return ServiceLoader.load(StepKernel.class);
    }

    @Test
    void shouldFindTheVectorKernel() {
        assertTrue(provided().iterator().next().name().startsWith("vector "));
    }

    @Test
    void shouldTakeOneFusedMultiplyAddAColumnInColumnOrder() {
        for (int trial = 0; trial < 100; trial++) {
            float[][] columns = columns(1 + random.nextInt(40), StepKernel.width(1 + random.nextInt(100)));
            float[] bias = numbers(columns[0].length);
            float[] v = numbers(columns.length);
            float[] expected = bias.clone();
            for (int k = 0; k < columns.length; k++) {
                for (int i = 0; i < expected.length; i++) {
                    expected[i] = Math.fma(columns[k][i], v[k], expected[i]);
                }
            }
            float[] found = new float[bias.length];
            PLAIN.product(bias, columns, v, found);
            assertArrayEquals(expected, found, columns.length + " columns of " + bias.length);
        }
    }

    @Test
    void shouldGiveTheBitsOfThePlainKernelWithEveryOther() {
        for (StepKernel kernel : provided()) {
            for (int trial = 0; trial < 600; trial++) {
                float[][] columns = columns(1 + random.nextInt(150), StepKernel.width(1 + random.nextInt(600)));
                float[] bias = numbers(columns[0].length);
                float[] v = numbers(columns.length + random.nextInt(3));
                float[] plain = numbers(bias.length);
                float[] other = plain.clone();
                PLAIN.product(bias, columns, v, plain);
                kernel.product(bias, columns, v, other);
                assertArrayEquals(plain, other, kernel.name() + ", " + columns.length + " columns of " + bias.length);

                int from = StepKernel.VECTOR * random.nextInt(bias.length / StepKernel.VECTOR);
                PLAIN.sigmoid(plain, from, bias.length);
                kernel.sigmoid(other, from, bias.length);
                assertArrayEquals(plain, other, kernel.name() + ", sigmoid from " + from + " to " + bias.length);

                System.arraycopy(bias, 0, plain, 0, bias.length);
                System.arraycopy(bias, 0, other, 0, bias.length);
                PLAIN.tanh(plain, from, bias.length);
                kernel.tanh(other, from, bias.length);
                assertArrayEquals(plain, other, kernel.name() + ", tanh from " + from + " to " + bias.length);
            }
        }
    }

    @Test
    void shouldGiveTheBitsOfTheScalarActivationsForEveryKindOfNumber() {
        float[] odd = new float[StepKernel.VECTOR * 4096];
        for (int i = 0; i < odd.length; i++) {
            odd[i] = Float.intBitsToFloat(random.nextInt());
        }
        float[] first = {0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 9f, -9f, Float.MIN_VALUE
        };
        System.arraycopy(first, 0, odd, 0, first.length);
        for (StepKernel kernel : provided()) {
            float[] sigmoid = odd.clone();
            float[] tanh = odd.clone();
            kernel.sigmoid(sigmoid, 0, odd.length);
            kernel.tanh(tanh, 0, odd.length);
            for (int i = 0; i < odd.length; i++) {
                assertBits(Activations.sigmoid(odd[i]), sigmoid[i], "sigmoid of " + odd[i]);
                assertBits(Activations.tanh(odd[i]), tanh[i], "tanh of " + odd[i]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldStepAlikeWithEveryKernel(CellKind cell) {
        for (StepKernel kernel : provided()) {
            for (int trial = 0; trial < 40; trial++) {
                int inputs = 1 + random.nextInt(20);
                List<Integer> units = trial % 2 == 0
                        ? List.of(1 + random.nextInt(140))
                        : List.of(1 + random.nextInt(60), 1 + random.nextInt(60));
                RnnConfig config = new RnnConfig(
                        cell, inputs, units, HeadKind.LINEAR, 2, List.of(), trial % 3 == 0, 100, 1, false, 0);
                RnnWeights weights = new RnnWeights(config);
                weights.tensors().values().forEach(tensor -> {
                    float[] values = numbers(tensor.data.length);
                    System.arraycopy(values, 0, tensor.data, 0, values.length);
                });
                SkipRnn plain = new SkipRnn(config, weights, PLAIN);
                SkipRnn other = new SkipRnn(config, weights, kernel);
                RnnState plainState = plain.newState();
                RnnState otherState = other.newState();
                float[] plainHidden = new float[plainState.size()];
                float[] otherHidden = new float[otherState.size()];
                for (int t = 0; t < 20; t++) {
                    float[] sample = numbers(inputs);
                    float increment = plain.step(sample, 0, plainState);
                    assertEquals(increment, other.step(sample, 0, otherState), config.toString());
                    plainState.store(plainHidden);
                    otherState.store(otherHidden);
                    assertArrayEquals(plainHidden, otherHidden, config.toString());
                }
            }
        }
    }

    /** NaN equals NaN; 0 and −0 differ. */
    private static void assertBits(float expected, float found, String what) {
        assertEquals(Float.floatToIntBits(expected), Float.floatToIntBits(found), what);
    }

    private float[][] columns(int count, int length) {
        float[][] columns = new float[count][];
        for (int k = 0; k < count; k++) {
            columns[k] = numbers(length);
        }
        return columns;
    }

    private float[] numbers(int length) {
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }
}
