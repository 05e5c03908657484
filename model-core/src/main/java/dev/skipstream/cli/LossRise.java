package dev.skipstream.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether the loss of a training has ended far above where it began, though it is still a number. */
final class LossRise {
    private static final int MEAN_OF = 20; // last iterations
    private static final double TIMES = 10; // the first iteration's
    private static final double LEAST = 1; // of the end: below it a batch of a trained model may rise so far by chance

    private final double[] last = new double[MEAN_OF];
    private double first; // before any step
    private int count;

    void add(double loss) {
        if (count == 0) {
            first = loss;
        }
        last[count++ % MEAN_OF] = loss;
    }

    /** What to try; empty if the loss has not risen so far, or for want of iterations to compare. */
    Optional<String> warning() {
        double end = Arrays.stream(last).sum() / MEAN_OF;
        if (count <= MEAN_OF || !(end > Math.max(LEAST, TIMES * first))) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "warning: the loss began at %.4g and ended at %.4g (mean of %d iterations);"
                        + " try a smaller --learning-rate, or --grad-clip 1 if it is off",
                first,
                end,
                MEAN_OF));
    }
}
