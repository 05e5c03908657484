package dev.skipstream.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.RandomMatrices_FDRM;
import org.junit.jupiter.api.Test;

class GemmTest {
    private final SplittableRandom random = new SplittableRandom(11);
    private final java.util.Random matrices = new java.util.Random(11);

    @Test
    void shouldAddTheProductThatEjmlGives() {
        for (int trial = 0; trial < 200; trial++) {
            int rows = 1 + random.nextInt(9);
            int depth = 1 + random.nextInt(40);
            int columns = 1 + random.nextInt(70);
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
            int rows = 1 + random.nextInt(9);
            int depth = 1 + random.nextInt(200);
            int columns = 1 + random.nextInt(70);
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
