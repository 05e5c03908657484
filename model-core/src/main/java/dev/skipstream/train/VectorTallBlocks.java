package dev.skipstream.train;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The blocks of {@link VectorBlocks} of eight rows, for vectors of which a processor has 32 registers. */
final class VectorTallBlocks {
    /** Rows of a block. */
    static final int ROWS = 8;

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

    private VectorTallBlocks() {}

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
        int i4 = Math.min(i + 4, last);
        int i5 = Math.min(i + 5, last);
        int i6 = Math.min(i + 6, last);
        int i7 = Math.min(i + 7, last);
        int p0 = at + i0 * rowStep;
        int p1 = at + i1 * rowStep;
        int p2 = at + i2 * rowStep;
        int p3 = at + i3 * rowStep;
        int p4 = at + i4 * rowStep;
        int p5 = at + i5 * rowStep;
        int p6 = at + i6 * rowStep;
        int p7 = at + i7 * rowStep;
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
        FloatVector s40 = FloatVector.fromArray(FLOATS, c[i4], j0);
        FloatVector s41 = FloatVector.fromArray(FLOATS, c[i4], j1);
        FloatVector s42 = FloatVector.fromArray(FLOATS, c[i4], j2);
        FloatVector s50 = FloatVector.fromArray(FLOATS, c[i5], j0);
        FloatVector s51 = FloatVector.fromArray(FLOATS, c[i5], j1);
        FloatVector s52 = FloatVector.fromArray(FLOATS, c[i5], j2);
        FloatVector s60 = FloatVector.fromArray(FLOATS, c[i6], j0);
        FloatVector s61 = FloatVector.fromArray(FLOATS, c[i6], j1);
        FloatVector s62 = FloatVector.fromArray(FLOATS, c[i6], j2);
        FloatVector s70 = FloatVector.fromArray(FLOATS, c[i7], j0);
        FloatVector s71 = FloatVector.fromArray(FLOATS, c[i7], j1);
        FloatVector s72 = FloatVector.fromArray(FLOATS, c[i7], j2);
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
            FloatVector a4 = FloatVector.broadcast(FLOATS, a[p4]);
            s40 = a4.fma(b0, s40);
            s41 = a4.fma(b1, s41);
            s42 = a4.fma(b2, s42);
            p4 += depthStep;
            FloatVector a5 = FloatVector.broadcast(FLOATS, a[p5]);
            s50 = a5.fma(b0, s50);
            s51 = a5.fma(b1, s51);
            s52 = a5.fma(b2, s52);
            p5 += depthStep;
            FloatVector a6 = FloatVector.broadcast(FLOATS, a[p6]);
            s60 = a6.fma(b0, s60);
            s61 = a6.fma(b1, s61);
            s62 = a6.fma(b2, s62);
            p6 += depthStep;
            FloatVector a7 = FloatVector.broadcast(FLOATS, a[p7]);
            s70 = a7.fma(b0, s70);
            s71 = a7.fma(b1, s71);
            s72 = a7.fma(b2, s72);
            p7 += depthStep;
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
        s40.intoArray(c[i4], j0);
        s41.intoArray(c[i4], j1);
        s42.intoArray(c[i4], j2);
        s50.intoArray(c[i5], j0);
        s51.intoArray(c[i5], j1);
        s52.intoArray(c[i5], j2);
        s60.intoArray(c[i6], j0);
        s61.intoArray(c[i6], j1);
        s62.intoArray(c[i6], j2);
        s70.intoArray(c[i7], j0);
        s71.intoArray(c[i7], j1);
        s72.intoArray(c[i7], j2);
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
        int i4 = Math.min(i + 4, last);
        int i5 = Math.min(i + 5, last);
        int i6 = Math.min(i + 6, last);
        int i7 = Math.min(i + 7, last);
        int p0 = at + i0 * rowStep;
        int p1 = at + i1 * rowStep;
        int p2 = at + i2 * rowStep;
        int p3 = at + i3 * rowStep;
        int p4 = at + i4 * rowStep;
        int p5 = at + i5 * rowStep;
        int p6 = at + i6 * rowStep;
        int p7 = at + i7 * rowStep;
        FloatVector s00 = FloatVector.fromArray(FLOATS, c[i0], j0);
        FloatVector s01 = FloatVector.fromArray(FLOATS, c[i0], j1);
        FloatVector s10 = FloatVector.fromArray(FLOATS, c[i1], j0);
        FloatVector s11 = FloatVector.fromArray(FLOATS, c[i1], j1);
        FloatVector s20 = FloatVector.fromArray(FLOATS, c[i2], j0);
        FloatVector s21 = FloatVector.fromArray(FLOATS, c[i2], j1);
        FloatVector s30 = FloatVector.fromArray(FLOATS, c[i3], j0);
        FloatVector s31 = FloatVector.fromArray(FLOATS, c[i3], j1);
        FloatVector s40 = FloatVector.fromArray(FLOATS, c[i4], j0);
        FloatVector s41 = FloatVector.fromArray(FLOATS, c[i4], j1);
        FloatVector s50 = FloatVector.fromArray(FLOATS, c[i5], j0);
        FloatVector s51 = FloatVector.fromArray(FLOATS, c[i5], j1);
        FloatVector s60 = FloatVector.fromArray(FLOATS, c[i6], j0);
        FloatVector s61 = FloatVector.fromArray(FLOATS, c[i6], j1);
        FloatVector s70 = FloatVector.fromArray(FLOATS, c[i7], j0);
        FloatVector s71 = FloatVector.fromArray(FLOATS, c[i7], j1);
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
            FloatVector a4 = FloatVector.broadcast(FLOATS, a[p4]);
            s40 = a4.fma(b0, s40);
            s41 = a4.fma(b1, s41);
            p4 += depthStep;
            FloatVector a5 = FloatVector.broadcast(FLOATS, a[p5]);
            s50 = a5.fma(b0, s50);
            s51 = a5.fma(b1, s51);
            p5 += depthStep;
            FloatVector a6 = FloatVector.broadcast(FLOATS, a[p6]);
            s60 = a6.fma(b0, s60);
            s61 = a6.fma(b1, s61);
            p6 += depthStep;
            FloatVector a7 = FloatVector.broadcast(FLOATS, a[p7]);
            s70 = a7.fma(b0, s70);
            s71 = a7.fma(b1, s71);
            p7 += depthStep;
        }
        s00.intoArray(c[i0], j0);
        s01.intoArray(c[i0], j1);
        s10.intoArray(c[i1], j0);
        s11.intoArray(c[i1], j1);
        s20.intoArray(c[i2], j0);
        s21.intoArray(c[i2], j1);
        s30.intoArray(c[i3], j0);
        s31.intoArray(c[i3], j1);
        s40.intoArray(c[i4], j0);
        s41.intoArray(c[i4], j1);
        s50.intoArray(c[i5], j0);
        s51.intoArray(c[i5], j1);
        s60.intoArray(c[i6], j0);
        s61.intoArray(c[i6], j1);
        s70.intoArray(c[i7], j0);
        s71.intoArray(c[i7], j1);
    }
}
