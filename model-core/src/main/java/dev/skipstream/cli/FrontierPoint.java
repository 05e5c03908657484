package dev.skipstream.cli;

import java.util.Locale;

/**
 * One trained network on the curve of accuracy against cost. A line of {@code frontier.csv}.
 *
 * @param label {@code 1ms-skip-gru-16} and, after further rounds, {@code +1} …; {@code 1ms-first-5-skip-gru-16} if it
 *     was taught to decide after five samples
 * @param accuracy on fresh sequences
 * @param updates samples used, mean
 * @param flops of a sequence, mean
 * @param task name and sampling period
 */
record FrontierPoint(
        String label, String cell, int units, double accuracy, double updates, double flops, String task, long seed) {

    static final String HEADER = "label,cell,units,accuracy,updates,flops,task,seed";
    private static final int FIELDS = 8;

    String line() {
        return String.format(
                Locale.ROOT, "%s,%s,%d,%.6f,%.4f,%.1f,%s,%d", label, cell, units, accuracy, updates, flops, task, seed);
    }

    /** @throws IllegalArgumentException if the line is not one of {@link #line} */
    static FrontierPoint of(String line) {
        String[] f = line.split(",", -1);
        if (f.length != FIELDS) {
            throw new IllegalArgumentException(
                    "frontier.csv must have " + FIELDS + " fields a line, found " + f.length + " in " + line);
        }
        try {
            return new FrontierPoint(
                    f[0],
                    f[1],
                    Integer.parseInt(f[2]),
                    Double.parseDouble(f[3]),
                    Double.parseDouble(f[4]),
                    Double.parseDouble(f[5]),
                    f[6],
                    Long.parseLong(f[7]));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("frontier.csv must hold numbers, found " + line, e);
        }
    }
}
