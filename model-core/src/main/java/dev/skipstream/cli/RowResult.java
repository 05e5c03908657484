package dev.skipstream.cli;

import java.util.Locale;

/**
 * What one run of one row came to, on fresh sequences that had no part in the training. A line of {@code results.csv}.
 *
 * @param row name of the row
 * @param limit iterations it was limited to; 0: none
 * @param iterations that were trained, over all starts
 * @param loss of the head, mean: cross-entropy or squared error
 * @param accuracy NaN for a regression
 * @param updates samples used, mean
 * @param samples of a sequence, before a baseline spares any
 * @param flops of a sequence, mean
 * @param seconds of the training, with its own validations
 * @param skipProbability of a random baseline; 0: none
 * @param every k of a baseline that uses every k-th sample; 1: all
 */
record RowResult(
        String row,
        long seed,
        int units,
        int limit,
        int iterations,
        double loss,
        double accuracy,
        double updates,
        int samples,
        double flops,
        double seconds,
        double skipProbability,
        int every) {

    static final String HEADER =
            "row,seed,units,limit,iterations,loss,accuracy,updates,samples,flops,seconds," + "skip_probability,every";
    private static final int FIELDS = 13;

    /** The line of these numbers. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%s,%d,%d,%d,%d,%.6g,%s,%.4f,%d,%.1f,%.1f,%.4f,%d",
                row,
                seed,
                units,
                limit,
                iterations,
                loss,
                Double.isNaN(accuracy) ? "" : String.format(Locale.ROOT, "%.6f", accuracy),
                updates,
                samples,
                flops,
                seconds,
                skipProbability,
                every);
    }

    /** @throws IllegalArgumentException if the line is not one of {@link #line} */
    static RowResult of(String line) {
        String[] f = line.split(",", -1);
        if (f.length != FIELDS) {
            throw new IllegalArgumentException(
                    "results.csv must have " + FIELDS + " fields a line, found " + f.length + " in " + line);
        }
        try {
            return new RowResult(
                    f[0],
                    Long.parseLong(f[1]),
                    Integer.parseInt(f[2]),
                    Integer.parseInt(f[3]),
                    Integer.parseInt(f[4]),
                    Double.parseDouble(f[5]),
                    f[6].isEmpty() ? Double.NaN : Double.parseDouble(f[6]),
                    Double.parseDouble(f[7]),
                    Integer.parseInt(f[8]),
                    Double.parseDouble(f[9]),
                    Double.parseDouble(f[10]),
                    Double.parseDouble(f[11]),
                    Integer.parseInt(f[12]));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("results.csv must hold numbers, found " + line, e);
        }
    }

    boolean isRunOf(String otherRow, long otherSeed, int otherUnits, int otherLimit) {
        return row.equals(otherRow) && seed == otherSeed && units == otherUnits && limit == otherLimit;
    }
}
