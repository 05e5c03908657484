package dev.skipstream.train;

import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The products of training, C += A·B and C += Aᵀ·B, by the fastest {@link Kernel} this JVM has. Thread-safe,
 * allocation-free; 2·rows·columns·depth flops.
 */
final class Gemm {
    /** The longest vectors of any processor we know, in floats. */
    private static final int VECTOR = 16;

    private static final Kernel KERNEL = fastest();

    private Gemm() {}

    private static Kernel fastest() {
        try {
            for (Kernel kernel : ServiceLoader.load(Kernel.class, Gemm.class.getClassLoader())) {
                if (kernel.isFast()) {
                    return kernel;
                }
            }
        } catch (ServiceConfigurationError e) {
            // This JVM has not what the provider needs; the plain kernel gives the same bits.
        }
        return new PlainKernel();
    }

    /** What computes the products. */
    static String kernel() {
        return KERNEL.name();
    }

    /** n rounded up to whole vectors: rows of B and C of this length, zeros at their end, have no slow remainder. */
    static int width(int n) {
        return (n + VECTOR - 1) / VECTOR * VECTOR;
    }

    /**
     * C[i] += Σ_k A[i][k]·B[k] for the first {@code rows} rows of C.
     *
     * @param a holds A[i][k] at {@code aAt + i·aStride + k}
     * @param b holds row k of B at {@code bFrom + k}
     */
    static void add(
            float[] a, int aAt, int aStride, float[][] b, int bFrom, int depth, float[][] c, int rows, int columns) {
        KERNEL.add(a, aAt, aStride, 1, b, bFrom, depth, c, rows, columns);
    }

    /**
     * C[i] += Σ_k A[k][i]·B[k] for the first {@code rows} rows of C.
     *
     * @param a holds A[k][i] at {@code k·aStride + i}
     */
    static void addTransposed(float[] a, int aStride, float[][] b, int depth, float[][] c, int rows, int columns) {
        KERNEL.add(a, 0, 1, aStride, b, 0, depth, c, rows, columns);
    }
}
