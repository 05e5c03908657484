package dev.skipstream.rnn;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link Activations}, operation by operation, on whole vectors. */
final class VectorActivations {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

    private VectorActivations() {}

    static void tanh(float[] a, int from, int to) {
        for (int i = from; i < to; i += FLOATS.length()) {
            tanh(FloatVector.fromArray(FLOATS, a, i)).intoArray(a, i);
        }
    }

    static void sigmoid(float[] a, int from, int to) {
        FloatVector half = vector(0.5f);
        for (int i = from; i < to; i += FLOATS.length()) {
            FloatVector x = FloatVector.fromArray(FLOATS, a, i).mul(half);
            half.fma(tanh(x), half).intoArray(a, i);
        }
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
