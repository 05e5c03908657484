package dev.skipstream.report;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** From the least to the greatest of some numbers; both NaN when there is none. */
record Range(double min, double max) {
    private static final double NARROW = 5; // max / min up to which round numbers tell more than powers of ten

    /** Of the finite numbers among these. */
    static Range of(DoubleStream values) {
        return within(0, values);
    }

    /** Of the finite numbers among these, but for a share of the least and of the greatest ones. */
    static Range within(double share, DoubleStream values) {
        double[] sorted = values.filter(Double::isFinite).sorted().toArray();
        int cut = (int) (share * sorted.length);
        return sorted.length == 0
                ? new Range(Double.NaN, Double.NaN)
                : new Range(sorted[cut], sorted[sorted.length - 1 - cut]);
    }

    boolean isEmpty() {
        return Double.isNaN(min);
    }

    Range and(Range other) {
        return of(Arrays.stream(new double[] {min, max, other.min, other.max}));
    }

    /** The same with room around a single number, and 0 to 1 for none, as an axis needs it. */
    Range opened() {
        if (isEmpty()) {
            return new Range(0, 1);
        }
        double room = max > min ? 0 : Math.max(Math.abs(max) / 10, 1e-6);
        return new Range(min - room, max + room);
    }

    /** Whether it is worth a logarithmic axis. */
    boolean isWide() {
        return min > 0 && max > NARROW * min;
    }

    /** The same, or more of it: with at least two powers of ten inside, as these are what a logarithmic axis names. */
    Range decades() {
        double low = hasTwoDecades(min, max) ? min : Math.pow(10, Math.floor(Math.log10(min)));
        double high = hasTwoDecades(low, max) ? max : Math.pow(10, Math.ceil(Math.log10(max)));
        return new Range(low, high);
    }

    private static boolean hasTwoDecades(double low, double high) {
        return Math.floor(Math.log10(high)) > Math.ceil(Math.log10(low));
    }
}
