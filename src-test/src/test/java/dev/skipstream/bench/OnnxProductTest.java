package dev.skipstream.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxProductTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGiveTheProductOfItsShapes(boolean transposed) {
        int rows = 5;
        int depth = 7;
        int columns = 3;
        float[] a = numbers(rows * depth, 1);
        float[] b = numbers(depth * columns, 2);
        try (OnnxProduct product = new OnnxProduct(rows, depth, columns, transposed, a, b)) {
            product.run();
            float[] found = product.result();
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    double expected = 0;
                    for (int k = 0; k < depth; k++) {
                        expected += (double) a[transposed ? k * rows + i : i * depth + k] * b[k * columns + j];
                    }
                    assertEquals(expected, found[i * columns + j], 1e-6, i + ", " + j);
                }
            }
        }
    }

    private static float[] numbers(int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }
}
