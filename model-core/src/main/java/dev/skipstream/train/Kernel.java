package dev.skipstream.train;

/**
 * A way to compute C[i] += Σ_k A[i][k]·B[k]. Each element of C takes one fused multiply-add a product in the order of
 * depth, so every kernel gives the same bits, on any machine and however it blocks. Thread-safe, allocation-free;
 * 2·rows·columns·depth flops.
 */
interface Kernel {
    /** What to call it beside its times. */
    String name();

    /** Whether it is a gain on this JVM and processor. */
    boolean isFast();

    /**
     * Adds a product to the first {@code rows} rows and {@code columns} columns of C.
     *
     * @param a holds A[i][k] at {@code at + i·rowStep + k·depthStep}
     * @param b holds row k of B at {@code bFrom + k}
     */
    void add(
            float[] a,
            int at,
            int rowStep,
            int depthStep,
            float[][] b,
            int bFrom,
            int depth,
            float[][] c,
            int rows,
            int columns);
}
