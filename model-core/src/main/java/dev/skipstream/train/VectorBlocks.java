package dev.skipstream.train;

import jdk.incubator.vector.FloatVector;

/**
 * The product of {@link VectorKernel}, block by block.
 *
 * <p>A block of C, rows × vectors, stays in registers over the whole depth: for each k it loads a vector of each column
 * and one number of each row. A block that would stick out repeats its last row or column instead: both are computed
 * from the same C before either is stored, so the same numbers are stored twice.
 *
 * <pre>
 *            b0   b1   b2         8 × 3 blocks: 24 fma for 3 loads of B and 8 of A; 24 + 3 + 1 of 32 registers
 *      a0 │ s00  s01  s02
 *      a1 │ s10  s11  s12         4 × 3 blocks for few rows, and where there are but 16 registers
 *       ⋮
 * </pre>
 *
 * <p>The blocks, {@link VectorTallBlocks} and {@link VectorLowBlocks}, are written out because vectors in an array would
 * leave the registers.
 */
final class VectorBlocks {
    /** Floats of a vector. */
    static final int LANES = FloatVector.SPECIES_PREFERRED.length();

    /** 256-bit vectors have 16 registers in most processors: too few for tall blocks. */
    private static final boolean TALL = LANES != 8;

    private VectorBlocks() {}

    /** As {@link Kernel#add}, for whole vectors of columns. */
    static void add(
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
        int j = 0;
        while (j < columns) {
            int left = (columns - j) / LANES;
            boolean three = left == 3 || left > 4; // 4 = 2 + 2
            int next = left == 1 ? j : j + LANES;
            addStrip(a, at, rowStep, depthStep, b, bFrom, depth, c, rows, j, next, three);
            j += (three ? 3 : 2) * LANES;
        }
    }

    /** All rows by two or three vectors: those from j0 and j1 on, and the one after. */
    private static void addStrip(
            float[] a,
            int at,
            int rowStep,
            int depthStep,
            float[][] b,
            int from,
            int depth,
            float[][] c,
            int rows,
            int j0,
            int j1,
            boolean three) {
        int last = rows - 1;
        int j2 = j1 + LANES;
        int i = 0;
        while (i < rows) {
            boolean tall = TALL && rows - i > VectorLowBlocks.ROWS;
            if (tall && three) {
                VectorTallBlocks.three(a, at, rowStep, depthStep, b, from, depth, c, i, last, j0, j1, j2);
            } else if (tall) {
                VectorTallBlocks.two(a, at, rowStep, depthStep, b, from, depth, c, i, last, j0, j1);
            } else if (three) {
                VectorLowBlocks.three(a, at, rowStep, depthStep, b, from, depth, c, i, last, j0, j1, j2);
            } else {
                VectorLowBlocks.two(a, at, rowStep, depthStep, b, from, depth, c, i, last, j0, j1);
            }
            i += tall ? VectorTallBlocks.ROWS : VectorLowBlocks.ROWS;
        }
    }
}
