package dev.skipstream.train;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The blocks of {@link VectorBlocks} of four rows, for few rows, and where there are but 16 registers. */
final class VectorLowBlocks {
    /** Rows of a block. */
    static final int ROWS = 4;

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

    private VectorLowBlocks() {}

    /** Rows i, i + 1 …, of which none is after {@code last}, by the vectors from j0, j1 and j2 on. */
    static void three(
            float[] a,
            int at,
            int rowStep,
            int depthStep,
            float[][] b,
            int from,
            int depth,
            float[][] c,
            int i,
            int last,
            int j0,
            int j1,
            int j2) {
        int i0 = i;
        int i1 = Math.min(i + 1, last);
        int i2 = Math.min(i + 2, last);
        int i3 = Math.min(i + 3, last);
        int p0 = at + i0 * rowStep;
        int p1 = at + i1 * rowStep;
        int p2 = at + i2 * rowStep;
        int p3 = at + i3 * rowStep;
        FloatVector s00 = FloatVector.fromArray(FLOATS, c[i0], j0);
        FloatVector s01 = FloatVector.fromArray(FLOATS, c[i0], j1);
        FloatVector s02 = FloatVector.fromArray(FLOATS, c[i0], j2);
        FloatVector s10 = FloatVector.fromArray(FLOATS, c[i1], j0);
        FloatVector s11 = FloatVector.fromArray(FLOATS, c[i1], j1);
        FloatVector s12 = FloatVector.fromArray(FLOATS, c[i1], j2);
        FloatVector s20 = FloatVector.fromArray(FLOATS, c[i2], j0);
        FloatVector s21 = FloatVector.fromArray(FLOATS, c[i2], j1);
        FloatVector s22 = FloatVector.fromArray(FLOATS, c[i2], j2);
        FloatVector s30 = FloatVector.fromArray(FLOATS, c[i3], j0);
        FloatVector s31 = FloatVector.fromArray(FLOATS, c[i3], j1);
        FloatVector s32 = FloatVector.fromArray(FLOATS, c[i3], j2);
        for (int k = from; k < from + depth; k++) {
            FloatVector b0 = FloatVector.fromArray(FLOATS, b[k], j0);
            FloatVector b1 = FloatVector.fromArray(FLOATS, b[k], j1);
            FloatVector b2 = FloatVector.fromArray(FLOATS, b[k], j2);
            FloatVector a0 = FloatVector.broadcast(FLOATS, a[p0]);
            s00 = a0.fma(b0, s00);
            s01 = a0.fma(b1, s01);
            s02 = a0.fma(b2, s02);
            p0 += depthStep;
            FloatVector a1 = FloatVector.broadcast(FLOATS, a[p1]);
            s10 = a1.fma(b0, s10);
            s11 = a1.fma(b1, s11);
            s12 = a1.fma(b2, s12);
            p1 += depthStep;
            FloatVector a2 = FloatVector.broadcast(FLOATS, a[p2]);
            s20 = a2.fma(b0, s20);
            s21 = a2.fma(b1, s21);
            s22 = a2.fma(b2, s22);
            p2 += depthStep;
            FloatVector a3 = FloatVector.broadcast(FLOATS, a[p3]);
            s30 = a3.fma(b0, s30);
            s31 = a3.fma(b1, s31);
            s32 = a3.fma(b2, s32);
            p3 += depthStep;
        }
        s00.intoArray(c[i0], j0);
        s01.intoArray(c[i0], j1);
        s02.intoArray(c[i0], j2);
        s10.intoArray(c[i1], j0);
        s11.intoArray(c[i1], j1);
        s12.intoArray(c[i1], j2);
        s20.intoArray(c[i2], j0);
        s21.intoArray(c[i2], j1);
        s22.intoArray(c[i2], j2);
        s30.intoArray(c[i3], j0);
        s31.intoArray(c[i3], j1);
        s32.intoArray(c[i3], j2);
    }

    /** The same by two vectors. */
    static void two(
            float[] a,
            int at,
            int rowStep,
            int depthStep,
            float[][] b,
            int from,
            int depth,
            float[][] c,
            int i,
            int last,
            int j0,
            int j1) {
        int i0 = i;
        int i1 = Math.min(i + 1, last);
        int i2 = Math.min(i + 2, last);
        int i3 = Math.min(i + 3, last);
        int p0 = at + i0 * rowStep;
        int p1 = at + i1 * rowStep;
        int p2 = at + i2 * rowStep;
        int p3 = at + i3 * rowStep;
        FloatVector s00 = FloatVector.fromArray(FLOATS, c[i0], j0);
        FloatVector s01 = FloatVector.fromArray(FLOATS, c[i0], j1);
        FloatVector s10 = FloatVector.fromArray(FLOATS, c[i1], j0);
        FloatVector s11 = FloatVector.fromArray(FLOATS, c[i1], j1);
        FloatVector s20 = FloatVector.fromArray(FLOATS, c[i2], j0);
        FloatVector s21 = FloatVector.fromArray(FLOATS, c[i2], j1);
        FloatVector s30 = FloatVector.fromArray(FLOATS, c[i3], j0);
        FloatVector s31 = FloatVector.fromArray(FLOATS, c[i3], j1);
        for (int k = from; k < from + depth; k++) {
            FloatVector b0 = FloatVector.fromArray(FLOATS, b[k], j0);
            FloatVector b1 = FloatVector.fromArray(FLOATS, b[k], j1);
            FloatVector a0 = FloatVector.broadcast(FLOATS, a[p0]);
            s00 = a0.fma(b0, s00);
            s01 = a0.fma(b1, s01);
            p0 += depthStep;
            FloatVector a1 = FloatVector.broadcast(FLOATS, a[p1]);
            s10 = a1.fma(b0, s10);
            s11 = a1.fma(b1, s11);
            p1 += depthStep;
            FloatVector a2 = FloatVector.broadcast(FLOATS, a[p2]);
            s20 = a2.fma(b0, s20);
            s21 = a2.fma(b1, s21);
            p2 += depthStep;
            FloatVector a3 = FloatVector.broadcast(FLOATS, a[p3]);
            s30 = a3.fma(b0, s30);
            s31 = a3.fma(b1, s31);
            p3 += depthStep;
        }
        s00.intoArray(c[i0], j0);
        s01.intoArray(c[i0], j1);
        s10.intoArray(c[i1], j0);
        s11.intoArray(c[i1], j1);
        s20.intoArray(c[i2], j0);
        s21.intoArray(c[i2], j1);
        s30.intoArray(c[i3], j0);
        s31.intoArray(c[i3], j1);
    }
}
