package dev.skipstream.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Mean and standard deviation over runs.
 *
 * @param deviation of a sample (n − 1); NaN for fewer than two runs
 */
record Spread(double mean, double deviation) {
    static <T> Spread of(List<T> runs, ToDoubleFunction<T> value) {
        double mean = runs.stream().mapToDouble(value).average().orElse(Double.NaN);
        if (runs.size() < 2) {
            return new Spread(mean, Double.NaN);
        }
        double squares = runs.stream()
                .mapToDouble(run -> Math.pow(value.applyAsDouble(run) - mean, 2))
                .sum();
        return new Spread(mean, Math.sqrt(squares / (runs.size() - 1)));
    }

    /** {@code 23.5 ± 6.2}; the mean alone where there is no deviation; – where there is nothing. */
    String text(int decimals) {
        if (Double.isNaN(mean)) {
            return "–";
        }
        String number = "%." + decimals + "f";
        String text = String.format(Locale.ROOT, number, mean);
        return Double.isNaN(deviation) ? text : text + " ± " + String.format(Locale.ROOT, number, deviation);
    }
}
