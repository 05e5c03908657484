package dev.skipstream.rnn;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The gates of {@link VectorStepKernel}, and {@link Activations} operation by operation on whole vectors. */
final class VectorGates {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    private VectorGates() {}

    static void lstm(float[] a, float[] c, float[] h) {
        updateCell(a, c);
        updateHidden(a, c, h);
    }

    private static void updateCell(float[] a, float[] c) {
        int n = c.length;
        for (int i = 0; i < n; i += LANES) {
            FloatVector in = sigmoid(FloatVector.fromArray(FLOATS, a, i));
            FloatVector forget = sigmoid(FloatVector.fromArray(FLOATS, a, n + i));
            FloatVector candidate = tanh(FloatVector.fromArray(FLOATS, a, 2 * n + i));
            forget.fma(FloatVector.fromArray(FLOATS, c, i), in.mul(candidate)).intoArray(c, i);
        }
    }

    private static void updateHidden(float[] a, float[] c, float[] h) {
        int n = c.length;
        for (int i = 0; i < n; i += LANES) {
            FloatVector out = sigmoid(FloatVector.fromArray(FLOATS, a, 3 * n + i));
            out.mul(tanh(FloatVector.fromArray(FLOATS, c, i))).intoArray(h, i);
        }
    }

    static void gruGates(float[] rz, float[] h, float[] reset) {
        int n = h.length;
        for (int i = 0; i < n; i += LANES) {
            FloatVector r = sigmoid(FloatVector.fromArray(FLOATS, rz, i));
            FloatVector z = sigmoid(FloatVector.fromArray(FLOATS, rz, n + i));
            r.intoArray(rz, i);
            z.intoArray(rz, n + i);
            r.mul(FloatVector.fromArray(FLOATS, h, i)).intoArray(reset, i);
        }
    }

    static void gruState(float[] n, float[] rz, float[] h) {
        for (int i = 0; i < h.length; i += LANES) {
            FloatVector candidate = tanh(FloatVector.fromArray(FLOATS, n, i));
            FloatVector z = FloatVector.fromArray(FLOATS, rz, h.length + i);
            FloatVector before = FloatVector.fromArray(FLOATS, h, i);
            z.fma(before.sub(candidate), candidate).intoArray(h, i);
        }
    }

    private static FloatVector sigmoid(FloatVector x) {
        FloatVector half = vector(0.5f);
        return half.fma(tanh(half.mul(x)), half);
    }

    private static FloatVector tanh(FloatVector x) {
        FloatVector v = vector(-Activations.LIMIT).max(vector(Activations.LIMIT).min(x));
        FloatVector t = v.mul(v);
        FloatVector p = vector(Activations.P4)
                .fma(t, vector(Activations.P3))
                .fma(t, vector(Activations.P2))
                .fma(t, vector(Activations.P1))
                .fma(t, vector(1f));
        FloatVector q = vector(Activations.Q4)
                .fma(t, vector(Activations.Q3))
                .fma(t, vector(Activations.Q2))
                .fma(t, vector(Activations.Q1))
                .fma(t, vector(1f));
        return v.mul(p).div(q);
    }

    private static FloatVector vector(float x) {
        return FloatVector.broadcast(FLOATS, x);
    }
}
