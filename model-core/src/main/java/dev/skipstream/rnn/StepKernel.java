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

    /** a[i] ← {@link Activations#sigmoid(float)} of it for from ≤ i &lt; to, both multiples of {@link #VECTOR}. */
    void sigmoid(float[] a, int from, int to);

    /** Likewise {@link Activations#tanh(float)}. */
    void tanh(float[] a, int from, int to);

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
