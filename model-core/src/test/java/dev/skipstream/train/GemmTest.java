package dev.skipstream.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ServiceLoader;
import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.RandomMatrices_FDRM;
import org.junit.jupiter.api.Test;

class GemmTest {
    private final SplittableRandom random = new SplittableRandom(11);
    private final java.util.Random matrices = new java.util.Random(11);

    /** The kernels beside the plain one. */
    private static Iterable<Kernel> provided() {
        return ServiceLoader.load(Kernel.class);
    }

    @Test
    void shouldFindTheVectorKernel() {
        assertTrue(provided().iterator().next().name().startsWith("vector "));
    }

    @Test
    void shouldGiveTheBitsOfThePlainKernelWithEveryOther() {
        for (Kernel kernel : provided()) {
            for (int trial = 0; trial < 300; trial++) {
                int rows = 1 + random.nextInt(35);
                int depth = 1 + random.nextInt(150);
                int columns = trial % 5 == 0 ? 1 + random.nextInt(200) : Gemm.width(1 + random.nextInt(200));
                int at = random.nextInt(3);
                int bFrom = random.nextInt(3);
                boolean transposed = random.nextBoolean();
                int rowStep = transposed ? 1 : depth + random.nextInt(3);
                int depthStep = transposed ? rows + random.nextInt(3) : 1;
                float[] a = random(at + rows * rowStep + depth * depthStep);
                float[][] b = new float[bFrom + depth][];
                float[][] plain = new float[rows + 1][];
                float[][] other = new float[rows + 1][];
                for (int k = 0; k < b.length; k++) {
                    b[k] = random(columns);
                }
                for (int i = 0; i <= rows; i++) {
                    plain[i] = random(columns);
                    other[i] = plain[i].clone();
                }
                new PlainKernel().add(a, at, rowStep, depthStep, b, bFrom, depth, plain, rows, columns);
                kernel.add(a, at, rowStep, depthStep, b, bFrom, depth, other, rows, columns);
                for (int i = 0; i <= rows; i++) {
                    assertArrayEquals(plain[i], other[i], kernel.name() + ", row " + i + " of " + rows);
                }
            }
        }
    }

    private float[] random(int length) {
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }

    @Test
    void shouldAddTheProductThatEjmlGives() {
        for (int trial = 0; trial < 200; trial++) {
            int rows = 1 + random.nextInt(20);
            int depth = 1 + random.nextInt(40);
            int columns = trial % 2 == 0 ? 1 + random.nextInt(70) : Gemm.width(1 + random.nextInt(200));
            FMatrixRMaj a = RandomMatrices_FDRM.rectangle(rows, depth, -1, 1, matrices);
            FMatrixRMaj b = RandomMatrices_FDRM.rectangle(depth, columns, -1, 1, matrices);
            FMatrixRMaj c = RandomMatrices_FDRM.rectangle(rows, columns, -1, 1, matrices);
            float[][] sum = rows(c, 0);
            int aAt = random.nextInt(3);
            int stride = depth + random.nextInt(3);
            int bFrom = random.nextInt(3);
            Gemm.add(strided(a, aAt, stride), aAt, stride, rows(b, bFrom), bFrom, depth, sum, rows, columns);
            CommonOps_FDRM.multAdd(a, b, c);
            assertClose(c, sum, depth);
        }
    }

    @Test
    void shouldAddTheTransposedProductThatEjmlGives() {
        for (int trial = 0; trial < 200; trial++) {
            int rows = 1 + random.nextInt(20);
            int depth = 1 + random.nextInt(200);
            int columns = trial % 2 == 0 ? 1 + random.nextInt(70) : Gemm.width(1 + random.nextInt(200));
            FMatrixRMaj a = RandomMatrices_FDRM.rectangle(depth, rows, -1, 1, matrices);
            FMatrixRMaj b = RandomMatrices_FDRM.rectangle(depth, columns, -1, 1, matrices);
            FMatrixRMaj c = RandomMatrices_FDRM.rectangle(rows, columns, -1, 1, matrices);
            float[][] sum = rows(c, 0);
            int stride = rows + random.nextInt(3);
            Gemm.addTransposed(strided(a, 0, stride), stride, rows(b, 0), depth, sum, rows, columns);
            CommonOps_FDRM.multAddTransA(a, b, c);
            assertClose(c, sum, depth);
        }
    }

    private static float[] strided(FMatrixRMaj a, int at, int stride) {
        float[] numbers = new float[at + a.numRows * stride];
        for (int i = 0; i < a.numRows; i++) {
            System.arraycopy(a.data, i * a.numCols, numbers, at + i * stride, a.numCols);
        }
        return numbers;
    }

    private static float[][] rows(FMatrixRMaj a, int from) {
        float[][] rows = new float[from + a.numRows][a.numCols];
        for (int i = 0; i < a.numRows; i++) {
            System.arraycopy(a.data, i * a.numCols, rows[from + i], 0, a.numCols);
        }
        return rows;
    }

    private static void assertClose(FMatrixRMaj expected, float[][] found, int depth) {
        for (int i = 0; i < expected.numRows; i++) {
            for (int j = 0; j < expected.numCols; j++) {
                assertEquals(expected.get(i, j), found[i][j], 1e-6 * Math.max(4, depth), i + ", " + j);
            }
        }
    }
}
