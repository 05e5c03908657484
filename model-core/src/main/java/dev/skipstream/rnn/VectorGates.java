package dev.skipstream.rnn;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gates of {@link VectorStepKernel}: {@link Activations}, operation by operation, on whole vectors.
 *
 * <p>No vector is handed from method to method: a method that HotSpot has compiled by itself into much code is not
 * inlined any more, and every vector that goes in or out of it becomes an object.
 */
final class VectorGates {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    private VectorGates() {}

    static void lstm(float[] a, float[] c, float[] h) {
        int n = c.length;
        sigmoid(a, 0, 2 * n);
        tanh(a, 2 * n, a, 2 * n, n);
        sigmoid(a, 3 * n, n);
        for (int i = 0; i < n; i += LANES) {
            FloatVector added = FloatVector.fromArray(FLOATS, a, i).mul(FloatVector.fromArray(FLOATS, a, 2 * n + i));
            FloatVector before = FloatVector.fromArray(FLOATS, c, i);
            FloatVector.fromArray(FLOATS, a, n + i).fma(before, added).intoArray(c, i);
        }
        tanh(c, 0, h, 0, n);
        multiply(a, 3 * n, h, h);
    }

    static void gruGates(float[] rz, float[] h, float[] reset) {
        sigmoid(rz, 0, rz.length);
        multiply(rz, 0, h, reset);
    }

    static void gruState(float[] n, float[] rz, float[] h) {
        tanh(n, 0, n, 0, h.length);
        for (int i = 0; i < h.length; i += LANES) {
            FloatVector candidate = FloatVector.fromArray(FLOATS, n, i);
            FloatVector z = FloatVector.fromArray(FLOATS, rz, h.length + i);
            FloatVector before = FloatVector.fromArray(FLOATS, h, i);
            z.fma(before.sub(candidate), candidate).intoArray(h, i);
        }
    }

    /** y ← a·x, a from {@code at} on. */
    private static void multiply(float[] a, int at, float[] x, float[] y) {
        for (int i = 0; i < x.length; i += LANES) {
            FloatVector.fromArray(FLOATS, a, at + i)
                    .mul(FloatVector.fromArray(FLOATS, x, i))
                    .intoArray(y, i);
        }
    }

    private static void sigmoid(float[] a, int at, int n) {
        activate(a, at, a, at, n, 0.5f, 0.5f);
    }

    private static void tanh(float[] x, int at, float[] y, int to, int n) {
        activate(x, at, y, to, n, 1f, -0f); // t·1 + −0 is t, of either sign of zero
    }

    /** y ← scale·tanh(scale·x) + offset for n numbers, x from {@code at} and y from {@code to} on. */
    private static void activate(float[] x, int at, float[] y, int to, int n, float scale, float offset) {
        FloatVector s = FloatVector.broadcast(FLOATS, scale);
        FloatVector o = FloatVector.broadcast(FLOATS, offset);
        FloatVector one = FloatVector.broadcast(FLOATS, 1f);
        FloatVector p1 = FloatVector.broadcast(FLOATS, Activations.P1);
        FloatVector p2 = FloatVector.broadcast(FLOATS, Activations.P2);
        FloatVector p3 = FloatVector.broadcast(FLOATS, Activations.P3);
        FloatVector p4 = FloatVector.broadcast(FLOATS, Activations.P4);
        FloatVector q1 = FloatVector.broadcast(FLOATS, Activations.Q1);
        FloatVector q2 = FloatVector.broadcast(FLOATS, Activations.Q2);
        FloatVector q3 = FloatVector.broadcast(FLOATS, Activations.Q3);
        FloatVector q4 = FloatVector.broadcast(FLOATS, Activations.Q4);
        for (int i = 0; i < n; i += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, at + i)
                    .mul(s)
                    .min(Activations.LIMIT)
                    .max(-Activations.LIMIT);
            FloatVector t = v.mul(v);
            FloatVector p = p4.fma(t, p3).fma(t, p2).fma(t, p1).fma(t, one);
            FloatVector q = q4.fma(t, q3).fma(t, q2).fma(t, q1).fma(t, one);
            v.mul(p).div(q).fma(s, o).intoArray(y, to + i);
        }
    }
}
