package dev.skipstream.train;

/**
 * The product as plain loops that C2 vectorises over a row of C.
 *
 * <p>Two rows of C take four rows of B at a time:
 *
 * <pre>
 *   c0 += a00·b0 + a01·b1 + a02·b2 + a03·b3        8 fma for 4 loads of B, 2 loads and 2 stores of C
 *   c1 += a10·b0 + a11·b1 + a12·b2 + a13·b3
 * </pre>
 *
 * <p>B and C are arrays of rows, since with one index for every array of a loop C2 vectorises it on JDK 17 and later;
 * A's numbers are read one by one and may lie anywhere. The blocks are small methods of their own: larger bodies are
 * not vectorised.
 */
final class PlainKernel implements Kernel {
    /** Depth of a panel of B that stays in the cache while all rows of C pass over it. */
    private static final int PANEL = 64;

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public boolean isFast() {
        return true;
    }

    @Override
    public void add(
            float[] a,
            int at,
            int rowStep,
            int depthStep,
            float[][] b,
            int bFrom,
            int depth,
            float[][] c,
            int rows,
            int columns) {
        for (int k = 0; k < depth; k += PANEL) {
            int panel = Math.min(PANEL, depth - k);
            int from = at + k * depthStep;
            int i = 0;
            for (; i + 2 <= rows; i += 2) {
                int a0 = from + i * rowStep;
                addTwoRows(a, a0, a0 + rowStep, depthStep, b, bFrom + k, panel, c[i], c[i + 1], columns);
            }
            if (i < rows) {
                addOneRow(a, from + i * rowStep, depthStep, b, bFrom + k, panel, c[i], columns);
            }
        }
    }

    /** Row 0's numbers of A stand at {@code a0 + k·step}, row 1's at {@code a1 + k·step}. */
    private static void addTwoRows(
            float[] a, int a0, int a1, int step, float[][] b, int bFrom, int depth, float[] c0, float[] c1, int n) {
        int k = 0;
        for (; k + 4 <= depth; k += 4) {
            int p = a0 + k * step;
            int q = a1 + k * step;
            int at = bFrom + k;
            block4x2(
                    b[at],
                    b[at + 1],
                    b[at + 2],
                    b[at + 3],
                    a[p],
                    a[p + step],
                    a[p + 2 * step],
                    a[p + 3 * step],
                    a[q],
                    a[q + step],
                    a[q + 2 * step],
                    a[q + 3 * step],
                    c0,
                    c1,
                    n);
        }
        for (; k < depth; k++) {
            block1x2(b[bFrom + k], a[a0 + k * step], a[a1 + k * step], c0, c1, n);
        }
    }

    private static void addOneRow(float[] a, int a0, int step, float[][] b, int bFrom, int depth, float[] c, int n) {
        int k = 0;
        for (; k + 4 <= depth; k += 4) {
            int p = a0 + k * step;
            int at = bFrom + k;
            block4x1(b[at], b[at + 1], b[at + 2], b[at + 3], a[p], a[p + step], a[p + 2 * step], a[p + 3 * step], c, n);
        }
        for (; k < depth; k++) {
            block1x1(b[bFrom + k], a[a0 + k * step], c, n);
        }
    }

    private static void block4x2(
            float[] b0,
            float[] b1,
            float[] b2,
            float[] b3,
            float a00,
            float a01,
            float a02,
            float a03,
            float a10,
            float a11,
            float a12,
            float a13,
            float[] c0,
            float[] c1,
            int n) {
        for (int j = 0; j < n; j++) {
            c0[j] = Math.fma(a03, b3[j], Math.fma(a02, b2[j], Math.fma(a01, b1[j], Math.fma(a00, b0[j], c0[j]))));
            c1[j] = Math.fma(a13, b3[j], Math.fma(a12, b2[j], Math.fma(a11, b1[j], Math.fma(a10, b0[j], c1[j]))));
        }
    }

    private static void block4x1(
            float[] b0, float[] b1, float[] b2, float[] b3, float a0, float a1, float a2, float a3, float[] c, int n) {
        for (int j = 0; j < n; j++) {
            c[j] = Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
        }
    }

    private static void block1x2(float[] b, float a0, float a1, float[] c0, float[] c1, int n) {
        for (int j = 0; j < n; j++) {
            c0[j] = Math.fma(a0, b[j], c0[j]);
            c1[j] = Math.fma(a1, b[j], c1[j]);
        }
    }

    private static void block1x1(float[] b, float a, float[] c, int n) {
        for (int j = 0; j < n; j++) {
            c[j] = Math.fma(a, b[j], c[j]);
        }
    }
}
