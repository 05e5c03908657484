package dev.skipstream.rnn;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The product of {@link VectorStepKernel}. A block of y stays in registers while all columns pass over it: for each
 * column it loads the block's weights and nothing else.
 *
 * <pre>
 *            j                     n
 *   column k ├─ 14 vectors ─┼─ 7 ─┼2┤        a GRU of 110 units: 14 for r and z, 7 for n; an LSTM: 14 and 14
 * </pre>
 *
 * <p>A last block of one vector takes it twice. The blocks are
 * written out because vectors in an array would leave the registers.
 */
final class VectorProduct {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

    /** Floats of a vector. */
    static final int LANES = FLOATS.length();

    private VectorProduct() {}

    /** As {@link StepKernel#product}. */
    static void product(float[] bias, float[][] columns, float[] v, float[] y) {
        int n = bias.length;
        int j = 0;
        for (; j + 14 * LANES <= n; j += 14 * LANES) {
            fourteen(bias, columns, v, y, j);
        }
        for (; j + 7 * LANES <= n; j += 7 * LANES) {
            seven(bias, columns, v, y, j);
        }
        for (; j < n; j += 2 * LANES) {
            two(bias, columns, v, y, j, Math.min(j + LANES, n - LANES));
        }
    }

    private static void two(float[] bias, float[][] columns, float[] v, float[] y, int j, int j1) {
        FloatVector s0 = FloatVector.fromArray(FLOATS, bias, j);
        FloatVector s1 = FloatVector.fromArray(FLOATS, bias, j1);
        for (int k = 0; k < columns.length; k++) {
            float[] w = columns[k];
            FloatVector x = FloatVector.broadcast(FLOATS, v[k]);
            s0 = FloatVector.fromArray(FLOATS, w, j).fma(x, s0);
            s1 = FloatVector.fromArray(FLOATS, w, j1).fma(x, s1);
        }
        s0.intoArray(y, j);
        s1.intoArray(y, j1);
    }

    /** Seven vectors of y, from {@code j} on. */
    private static void seven(float[] bias, float[][] columns, float[] v, float[] y, int j) {
        FloatVector s0 = FloatVector.fromArray(FLOATS, bias, j);
        FloatVector s1 = FloatVector.fromArray(FLOATS, bias, j + LANES);
        FloatVector s2 = FloatVector.fromArray(FLOATS, bias, j + 2 * LANES);
        FloatVector s3 = FloatVector.fromArray(FLOATS, bias, j + 3 * LANES);
        FloatVector s4 = FloatVector.fromArray(FLOATS, bias, j + 4 * LANES);
        FloatVector s5 = FloatVector.fromArray(FLOATS, bias, j + 5 * LANES);
        FloatVector s6 = FloatVector.fromArray(FLOATS, bias, j + 6 * LANES);
        for (int k = 0; k < columns.length; k++) {
            float[] w = columns[k];
            FloatVector x = FloatVector.broadcast(FLOATS, v[k]);
            s0 = FloatVector.fromArray(FLOATS, w, j).fma(x, s0);
            s1 = FloatVector.fromArray(FLOATS, w, j + LANES).fma(x, s1);
            s2 = FloatVector.fromArray(FLOATS, w, j + 2 * LANES).fma(x, s2);
            s3 = FloatVector.fromArray(FLOATS, w, j + 3 * LANES).fma(x, s3);
            s4 = FloatVector.fromArray(FLOATS, w, j + 4 * LANES).fma(x, s4);
            s5 = FloatVector.fromArray(FLOATS, w, j + 5 * LANES).fma(x, s5);
            s6 = FloatVector.fromArray(FLOATS, w, j + 6 * LANES).fma(x, s6);
        }
        s0.intoArray(y, j);
        s1.intoArray(y, j + LANES);
        s2.intoArray(y, j + 2 * LANES);
        s3.intoArray(y, j + 3 * LANES);
        s4.intoArray(y, j + 4 * LANES);
        s5.intoArray(y, j + 5 * LANES);
        s6.intoArray(y, j + 6 * LANES);
    }

    /** Fourteen vectors of y, from {@code j} on. */
    private static void fourteen(float[] bias, float[][] columns, float[] v, float[] y, int j) {
        FloatVector s0 = FloatVector.fromArray(FLOATS, bias, j);
        FloatVector s1 = FloatVector.fromArray(FLOATS, bias, j + LANES);
        FloatVector s2 = FloatVector.fromArray(FLOATS, bias, j + 2 * LANES);
        FloatVector s3 = FloatVector.fromArray(FLOATS, bias, j + 3 * LANES);
        FloatVector s4 = FloatVector.fromArray(FLOATS, bias, j + 4 * LANES);
        FloatVector s5 = FloatVector.fromArray(FLOATS, bias, j + 5 * LANES);
        FloatVector s6 = FloatVector.fromArray(FLOATS, bias, j + 6 * LANES);
        FloatVector s7 = FloatVector.fromArray(FLOATS, bias, j + 7 * LANES);
        FloatVector s8 = FloatVector.fromArray(FLOATS, bias, j + 8 * LANES);
        FloatVector s9 = FloatVector.fromArray(FLOATS, bias, j + 9 * LANES);
        FloatVector s10 = FloatVector.fromArray(FLOATS, bias, j + 10 * LANES);
        FloatVector s11 = FloatVector.fromArray(FLOATS, bias, j + 11 * LANES);
        FloatVector s12 = FloatVector.fromArray(FLOATS, bias, j + 12 * LANES);
        FloatVector s13 = FloatVector.fromArray(FLOATS, bias, j + 13 * LANES);
        for (int k = 0; k < columns.length; k++) {
            float[] w = columns[k];
            FloatVector x = FloatVector.broadcast(FLOATS, v[k]);
            s0 = FloatVector.fromArray(FLOATS, w, j).fma(x, s0);
            s1 = FloatVector.fromArray(FLOATS, w, j + LANES).fma(x, s1);
            s2 = FloatVector.fromArray(FLOATS, w, j + 2 * LANES).fma(x, s2);
            s3 = FloatVector.fromArray(FLOATS, w, j + 3 * LANES).fma(x, s3);
            s4 = FloatVector.fromArray(FLOATS, w, j + 4 * LANES).fma(x, s4);
            s5 = FloatVector.fromArray(FLOATS, w, j + 5 * LANES).fma(x, s5);
            s6 = FloatVector.fromArray(FLOATS, w, j + 6 * LANES).fma(x, s6);
            s7 = FloatVector.fromArray(FLOATS, w, j + 7 * LANES).fma(x, s7);
            s8 = FloatVector.fromArray(FLOATS, w, j + 8 * LANES).fma(x, s8);
            s9 = FloatVector.fromArray(FLOATS, w, j + 9 * LANES).fma(x, s9);
            s10 = FloatVector.fromArray(FLOATS, w, j + 10 * LANES).fma(x, s10);
            s11 = FloatVector.fromArray(FLOATS, w, j + 11 * LANES).fma(x, s11);
            s12 = FloatVector.fromArray(FLOATS, w, j + 12 * LANES).fma(x, s12);
            s13 = FloatVector.fromArray(FLOATS, w, j + 13 * LANES).fma(x, s13);
        }
        s0.intoArray(y, j);
        s1.intoArray(y, j + LANES);
        s2.intoArray(y, j + 2 * LANES);
        s3.intoArray(y, j + 3 * LANES);
        s4.intoArray(y, j + 4 * LANES);
        s5.intoArray(y, j + 5 * LANES);
        s6.intoArray(y, j + 6 * LANES);
        s7.intoArray(y, j + 7 * LANES);
        s8.intoArray(y, j + 8 * LANES);
        s9.intoArray(y, j + 9 * LANES);
        s10.intoArray(y, j + 10 * LANES);
        s11.intoArray(y, j + 11 * LANES);
        s12.intoArray(y, j + 12 * LANES);
        s13.intoArray(y, j + 13 * LANES);
    }
}
