package dev.skipstream.rnn;

/**
 * The cells' activations in plain float arithmetic: the same bits on every JDK and machine, and loops over them
 * vectorise. Thread-safe, allocation-free.
 *
 * <p>tanh is x·P(x²)/Q(x²) with P and Q of degree 4, fitted by weighted least squares to the least greatest relative
 * error on |x| ≤ 9, beyond which float32 tanh is ±1. Greatest absolute error 3.2e-7 (tanh), 2e-7 (sigmoid); tanh is
 * odd and tanh(0) = 0 exactly. A result may exceed 1 by one unit in the last place.
 *
 * <p>Not for the update gate, whose logistic function needs full relative precision: see {@link UpdateGate}.
 */
public final class Activations {
    static final float LIMIT = 9f;

    static final float P1 = 0.13380979f;
    static final float P2 = 0.0034955316f;
    static final float P3 = 2.0608135e-5f;
    static final float P4 = 1.3353345e-8f;

    static final float Q1 = 0.46714294f;
    static final float Q2 = 0.02587677f;
    static final float Q3 = 3.2855416e-4f;
    static final float Q4 = 7.776019e-7f;

    private Activations() {}

    /** Hyperbolic tangent. NaN gives NaN. */
    public static float tanh(float x) {
        float v = Math.max(-LIMIT, Math.min(LIMIT, x));
        float t = v * v;
        float p = Math.fma(Math.fma(Math.fma(Math.fma(P4, t, P3), t, P2), t, P1), t, 1f);
        float q = Math.fma(Math.fma(Math.fma(Math.fma(Q4, t, Q3), t, Q2), t, Q1), t, 1f);
        return v * p / q;
    }

    /** Logistic function 1 / (1 + e^−x) = (1 + tanh(x/2)) / 2. NaN gives NaN. */
    public static float sigmoid(float x) {
        return Math.fma(0.5f, tanh(0.5f * x), 0.5f);
    }

    /** a[i] ← tanh(a[i]) for from ≤ i &lt; to. */
    public static void tanh(float[] a, int from, int to) {
        for (int i = from; i < to; i++) {
            a[i] = tanh(a[i]);
        }
    }

    /** a[i] ← sigmoid(a[i]) for from ≤ i &lt; to. */
    public static void sigmoid(float[] a, int from, int to) {
        for (int i = from; i < to; i++) {
            a[i] = sigmoid(a[i]);
        }
    }
}
