package dev.skipstream.train;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/**
 * Times the product of training, C += A·B, against EJML's {@code mult} on the same numbers, one thread each. In this
 * package, though in the module of the benchmarks, because nothing else needs {@link Gemm}.
 */
public final class ProductSpeed {
    private final int rows;
    private final int depth;
    private final int columns;

    /** A (rows, depth), B (depth, columns). */
    public ProductSpeed(int rows, int depth, int columns) {
        this.rows = rows;
        this.depth = depth;
        this.columns = columns;
    }

    private interface Product {
        void run();
    }

    /** GFLOP/s of our blocks, the median of {@code repeats} timings of {@code seconds / repeats} each. */
    public double ours(double seconds, int repeats) {
        float[] a = random(rows * depth, 1);
        float[][] b = new float[depth][];
        Arrays.setAll(b, k -> random(columns, k + 2));
        float[][] c = new float[rows][columns];
        return median(() -> Gemm.add(a, 0, depth, b, 0, depth, c, rows, columns), seconds, repeats);
    }

    /** GFLOP/s of EJML's float {@code mult}, measured alike. */
    public double ejml(double seconds, int repeats) {
        FMatrixRMaj a = new FMatrixRMaj(rows, depth, true, random(rows * depth, 1));
        FMatrixRMaj b = new FMatrixRMaj(depth, columns, true, random(depth * columns, 2));
        FMatrixRMaj c = new FMatrixRMaj(rows, columns);
        return median(() -> CommonOps_FDRM.mult(a, b, c), seconds, repeats);
    }

    private double median(Product product, double seconds, int repeats) {
        double[] speeds = new double[repeats];
        for (int i = -2; i < repeats; i++) { // two timings to warm up
            long end = System.nanoTime() + (long) (seconds / repeats * 1e9);
            long begin = System.nanoTime();
            long runs = 0;
            long now;
            do {
                product.run();
                runs++;
                now = System.nanoTime();
            } while (now < end);
            if (i >= 0) {
                speeds[i] = 2.0 * rows * depth * columns * runs / (now - begin);
            }
        }
        Arrays.sort(speeds);
        return speeds[repeats / 2];
    }

    private static float[] random(int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }
}
