package dev.skipstream.report;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Makes long noisy lines readable. NaN stands for no number. */
final class Smoothing {
    /** Points of a line. */
    record Line(double[] x, double[] y) {}

    private Smoothing() {}

    /**
     * The mean of each number and its neighbours before and after it (so that nothing is shifted); at the ends, of
     * those there are. Costs one pass.
     *
     * @param reach neighbours on either side, at least 0
     * @return NaN where neither the number nor a neighbour is finite
     */
    static double[] centredMean(double[] values, int reach) {
        double[] sums = new double[values.length + 1]; // of the first n
        int[] counts = new int[values.length + 1];
        for (int n = 0; n < values.length; n++) {
            boolean finite = Double.isFinite(values[n]);
            sums[n + 1] = sums[n] + (finite ? values[n] : 0);
            counts[n + 1] = counts[n] + (finite ? 1 : 0);
        }
        double[] means = new double[values.length];
        for (int n = 0; n < values.length; n++) {
            int begin = Math.max(0, n - reach);
            int end = Math.min(values.length, n + reach + 1);
            int count = counts[end] - counts[begin];
            means[n] = count == 0 ? Double.NaN : (sums[end] - sums[begin]) / count;
        }
        return means;
    }

    /** Every so many points of a smooth line, and the last one. */
    static Line sampled(double[] x, double[] y, int points) {
        int every = Math.max(1, y.length / points);
        int[] kept = IntStream.range(0, y.length)
                .filter(n -> n % every == 0 || n == y.length - 1)
                .toArray();
        return new Line(
                Arrays.stream(kept).mapToDouble(n -> x[n]).toArray(),
                Arrays.stream(kept).mapToDouble(n -> y[n]).toArray());
    }

    /** The same picture with fewer points: of each bin of neighbours the least and the greatest, where the first one was. */
    static Line thinned(double[] x, double[] y, int bins) {
        if (y.length <= 2 * bins) {
            return new Line(x, y);
        }
        double[] fewX = new double[2 * bins];
        double[] fewY = new double[2 * bins];
        for (int bin = 0; bin < bins; bin++) {
            int begin = (int) ((long) y.length * bin / bins);
            int end = (int) ((long) y.length * (bin + 1) / bins);
            double least = Double.NaN;
            double greatest = Double.NaN;
            for (int n = begin; n < end; n++) {
                least = Double.isNaN(least) || y[n] < least ? y[n] : least;
                greatest = Double.isNaN(greatest) || y[n] > greatest ? y[n] : greatest;
            }
            fewX[2 * bin] = x[begin];
            fewX[2 * bin + 1] = x[begin];
            fewY[2 * bin] = least;
            fewY[2 * bin + 1] = greatest;
        }
        return new Line(fewX, fewY);
    }
}
