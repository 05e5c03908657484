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
            }
        }
    }

    @Test
    void shouldGiveTheBitsOfThePlainKernelForNumbersOfEveryKind() {
        int units = 64 * StepKernel.VECTOR;
        for (StepKernel kernel : provided()) {
            for (int trial = 0; trial < 50; trial++) {
                float[] sums = anyNumbers(4 * units);
                float[] c = anyNumbers(units);
                float[] h = anyNumbers(units);
                compare(kernel, List.of(sums, c, h), (k, a) -> k.lstm(a[0], a[1], a[2]), "LSTM", 1, 2);

                float[] rz = anyNumbers(2 * units);
                compare(kernel, List.of(rz, h, c), (k, a) -> k.gruGates(a[0], a[1], a[2]), "GRU gates", 0, 2);
                compare(kernel, List.of(c, rz, h), (k, a) -> k.gruState(a[0], a[1], a[2]), "GRU state", 2);
            }
        }
    }

    private interface Call {
        void on(StepKernel kernel, float[][] arrays);
    }

    /** Calls both kernels with copies and compares the arrays that are results; NaN equals NaN, 0 and −0 differ. */
    private static void compare(StepKernel kernel, List<float[]> arrays, Call call, String what, int... results) {
        float[][] plain = arrays.stream().map(float[]::clone).toArray(float[][]::new);
        float[][] other = arrays.stream().map(float[]::clone).toArray(float[][]::new);
        call.on(PLAIN, plain);
        call.on(kernel, other);
        for (int result : results) {
            assertArrayEquals(plain[result], other[result], kernel.name() + ", " + what + ", array " + result);
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

    private float[][] columns(int count, int length) {
        float[][] columns = new float[count][];
        for (int k = 0; k < count; k++) {
            columns[k] = numbers(length);
        }
        return columns;
    }

    /** Small ones, and any bits a float can have: infinite, NaN, subnormal, zeros of both signs. */
    private float[] anyNumbers(int length) {
        float[] numbers = numbers(length);
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(8)) {
                case 0 -> numbers[i] = Float.intBitsToFloat(random.nextInt());
                case 1 -> numbers[i] = random.nextBoolean() ? 0f : -0f;
                case 2 -> numbers[i] *= 20;
                default -> {}
            }
        }
        return numbers;
    }

    private float[] numbers(int length) {
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }
}
