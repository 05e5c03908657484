package dev.skipstream.rnn;

import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The arithmetic of a streaming step. Each element of a result is computed by the same operations in the same order
 * whatever the kernel, so every kernel gives the same bits, on any machine. Arrays hold whole vectors: their lengths
 * are multiples of {@link #VECTOR}, zeros at the end. Thread-safe, allocation-free.
 */
interface StepKernel {
    /** The longest vectors of any processor we know, in floats. */
    int VECTOR = 16;

    /** What to call it beside its times. */
    String name();

    /** Whether it is a gain on this JVM and processor. */
    boolean isFast();

    /**
     * y ← b + Σ_k columns[k]·v[k]: each element of y starts at its bias and takes one fused multiply-add a column, in
     * column order. 2·rows·columns flops; reads every weight once.
     *
     * @param bias (O)
     * @param columns (K, O)
     * @param v (K) or longer
     * @param y (O)
     */
    void product(float[] bias, float[][] columns, float[] v, float[] y);

    /**
     * c ← σ(f)·c + σ(i)·tanh(g) and h ← σ(o)·tanh(c).
     *
     * @param a sums of the gates i, f, g, o (4V); what is left in it means nothing
     * @param c (V)
     * @param h (V)
     */
    void lstm(float[] a, float[] c, float[] h);

    /**
     * First half of a GRU: r and z ← σ of them, reset ← r·h.
     *
     * @param rz sums of the gates r, z (2V)
     * @param h (V)
     * @param reset (V)
     */
    void gruGates(float[] rz, float[] h, float[] reset);

    /**
     * Second half: h ← z·h + (1 − z)·tanh(n).
     *
     * @param n sums of the candidate (V); what is left in it means nothing
     * @param rz r and z (2V)
     * @param h (V)
     */
    void gruState(float[] n, float[] rz, float[] h);

    /** n rounded up to whole vectors. */
    static int width(int n) {
        return (n + VECTOR - 1) / VECTOR * VECTOR;
    }

    /** The fastest kernel this JVM has. */
    static StepKernel fastest() {
        try {
            for (StepKernel kernel : ServiceLoader.load(StepKernel.class, StepKernel.class.getClassLoader())) {
                if (kernel.isFast()) {
                    return kernel;
                }
            }
        } catch (ServiceConfigurationError e) {
            // This JVM has not what the provider needs; the plain kernel gives the same bits.
        }
        return new PlainStepKernel();
    }
}
