package dev.skipstream.train;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/**
 * Times the three products of a training step against EJML's {@code mult} on the same numbers, one thread each:
 *
 * <pre>
 *   forward      (B × 1+H)·(1+H × G·H)
 *   backward     (B × G·H)·(G·H × H)
 *   weights      (1+H × B)·(B × G·H)
 * </pre>
 *
 * <p>In this package, though in the module of the benchmarks, because nothing else needs {@link Gemm}.
 */
public final class ProductSpeed {
    private static final int WARM_UP = 3; // timings
    private final int[][] shapes; // (3): rows, depth, columns

    /** One input a sample. */
    public ProductSpeed(int batch, int units, int gates) {
        int outputs = gates * units;
        shapes = new int[][] {{batch, 1 + units, outputs}, {batch, outputs, units}, {1 + units, batch, outputs}};
    }

    /** What {@link #ours} measures. */
    public static String kernel() {
        return Gemm.kernel();
    }

    /** One product of a step, C = A·B or C = Aᵀ·B, ready to be computed again and again. */
    public interface Product extends AutoCloseable {
        void run();

        @Override
        default void close() {}
    }

    /** Another way to compute the products. */
    public interface Peer {
        /** A (rows, depth) or, transposed, (depth, rows), row-major; B (depth, columns). */
        Product product(int rows, int depth, int columns, boolean transposed, float[] a, float[] b);
    }

    /** GFLOP/s of a peer, measured as ours are. */
    public double of(Peer peer, double seconds, int repeats) {
        return together(seconds, repeats, shape -> {
            float[] a = random(shape[0] * shape[1], 1);
            float[] b = random(shape[1] * shape[2], 2);
            return peer.product(shape[0], shape[1], shape[2], shape == shapes[2], a, b);
        });
    }

    /** GFLOP/s of our kernel over the three; of each the median of {@code repeats} timings, {@code seconds} in all. */
    public double ours(double seconds, int repeats) {
        return together(seconds, repeats, shape -> {
            int rows = shape[0];
            int depth = shape[1];
            int width = Gemm.width(shape[2]);
            float[] a = random(rows * depth, 1);
            float[][] b = new float[depth][];
            Arrays.setAll(b, k -> random(width, k + 2));
            float[][] c = new float[rows][width];
            return shape == shapes[2]
                    ? () -> Gemm.addTransposed(a, rows, b, depth, c, rows, width)
                    : () -> Gemm.add(a, 0, depth, b, 0, depth, c, rows, width);
        });
    }

    /** GFLOP/s of EJML's float {@code mult}, measured alike. */
    public double ejml(double seconds, int repeats) {
        return together(seconds, repeats, shape -> {
            FMatrixRMaj a = new FMatrixRMaj(shape[0], shape[1], true, random(shape[0] * shape[1], 1));
            FMatrixRMaj b = new FMatrixRMaj(shape[1], shape[2], true, random(shape[1] * shape[2], 2));
            FMatrixRMaj c = new FMatrixRMaj(shape[0], shape[2]);
            return () -> CommonOps_FDRM.mult(a, b, c);
        });
    }

    private double together(double seconds, int repeats, Function<int[], Product> products) {
        double flops = 0;
        double nanos = 0;
        for (int[] shape : shapes) {
            flops += 2.0 * shape[0] * shape[1] * shape[2];
            try (Product product = products.apply(shape)) {
                nanos += median(product, seconds / shapes.length, repeats);
            }
        }
        return flops / nanos;
    }

    /** Nanoseconds of one run. */
    private static double median(Product product, double seconds, int repeats) {
        double[] nanos = new double[repeats];
        for (int i = -WARM_UP; i < repeats; i++) {
            long begin = System.nanoTime();
            long end = begin + (long) (seconds / (repeats + WARM_UP) * 1e9);
            long runs = 0;
            long now;
            do {
                product.run();
                runs++;
                now = System.nanoTime();
            } while (now < end);
            if (i >= 0) {
                nanos[i] = (double) (now - begin) / runs;
            }
        }
        Arrays.sort(nanos);
        return nanos[repeats / 2];
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
