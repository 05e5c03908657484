package dev.skipstream.train;

import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import java.util.Locale;

/**
 * The numbers of a task's recipe, found by trial: small networks learn faster at greater rates and need more iterations
 * to learn to skip; the GRU is pressed less; the adding task must be pressed from the first iteration, since a network
 * that has learned it with every sample does not find out any more which to skip. Losses are in units of cross-entropy: a regression's are scaled to them.
 *
 * @param lossScale what a task's loss is multiplied by, so that it counts as learned below 0.05
 * @param updateBias of the gate at the beginning
 * @param learnRate step size of phase 1, learn
 * @param learnIterations of phase 1, at most
 * @param mustLearn whether a start counts as stuck that has not learned by then
 * @param skipRate step size of phase 2, skip
 * @param skipIterations of phase 2
 * @param settleIterations of phase 3, settle; its step size falls from {@link #SETTLE_RATE}
 * @param learnCost λ of phase 1
 * @param skipCost the least λ of phase 2
 * @param pressure what phase 2 adds to λ at most, while the loss is far below the threshold
 * @param threshold of the running loss: phase 2 presses the harder the further the loss is below it
 * @param settlePressure what phase 3 adds to λ at most
 * @param accuracy that weights must reach to be kept in phase 2; a regression's must be learned instead
 * @param snapshotLoss running loss under which phase 2 takes snapshots to roll back to
 * @param goodShare of its samples that a well trained network uses at most
 * @param finalCost λ at the end: the option's
 * @param iterations in all, of the one start there is then; 0: as many as the network needs
 * @param settleRate step size at the beginning of phase 3
 * @param decideAfter samples of each sequence that phase 3 learns from, the only phase then, while the gate is taught to
 *     use these and to skip the rest; 0: all, and the gate learns by its loss
 */
record RecipeSchedule(
        double lossScale,
        double updateBias,
        double learnRate,
        int learnIterations,
        boolean mustLearn,
        double skipRate,
        int skipIterations,
        int settleIterations,
        double learnCost,
        double skipCost,
        double pressure,
        double threshold,
        double settlePressure,
        double accuracy,
        double snapshotLoss,
        double goodShare,
        double finalCost,
        int iterations,
        double settleRate,
        int decideAfter) {

    private static final double SETTLE_RATE = 3e-4;
    static final double LAST_RATE = 1e-5;

    /** Running loss under which a task is learned. */
    static final double LEARNED = 0.05;

    private static final int MOST_LEARNING = 5000;
    private static final int EARLY_ITERATIONS = 15_000;

    private static final double FURTHER_RATE = 5e-4;
    private static final int FURTHER_SKIPPING = 6000;
    private static final int FURTHER_SETTLING = 2500;

    /** Greatest λ, times the scale of the loss, under which a network still learns. */
    private static final double MOST_PRESSURE = 2e-2;

    /** The adding task's solution, a mean squared error of a hundredth of the variance, is at 0.08. */
    private static final double SQUARES_SCALE = 50;

    /**
     * The schedule for a network.
     *
     * @param finalCost λ that it ends with
     * @param iterations in all; 0: as many as the network needs
     */
    static RecipeSchedule of(RnnConfig config, double finalCost, int iterations) {
        boolean lstm = config.cell().isLstm();
        boolean numbers = config.head() == HeadKind.LINEAR;
        double scale = numbers ? SQUARES_SCALE : 1;
        int units = config.topUnits();
        double faster = numbers ? 2 : 1;
        boolean quick = units <= 64 || !config.cell().skips() && !numbers; // else the plain LSTM stays on the plateau
        double learnRate = faster * (units <= 24 ? 2e-3 : quick ? 1e-3 : 4e-4);
        double skipRate = units <= 24 ? 1e-3 : units <= 64 ? 7e-4 : 3e-4;
        boolean longer = !lstm && config.sequenceLength() > 150; // the GRU takes longer to skip many samples
        int skip = units <= 24 ? 6000 : units <= 64 ? 3500 : longer ? 4500 : 2500;
        int settle = units <= 24 ? 2500 : units <= 64 ? 1500 : 1000;
        double most = MOST_PRESSURE / scale;
        double shorter = numbers ? 1 : Math.min(1, 100.0 / Math.max(1, config.sequenceLength())); // λ is a sample's
        boolean presses = config.cell().skips() && finalCost * scale >= 1e-4;
        if (numbers && presses) {
            return ofNumbers(learnRate, config.sequenceLength(), settle, finalCost, iterations);
        }
        double cost = numbers ? finalCost : finalCost * (lstm ? 10 : 5) * shorter;
        return new RecipeSchedule(
                scale,
                config.sequenceLength() > 150 ? -1 : 1,
                learnRate,
                iterations > 0 ? Math.max(1, iterations / 2) : MOST_LEARNING,
                true,
                skipRate,
                config.cell().skips() ? skip : 0,
                settle,
                cost,
                cost,
                Math.min(most, finalCost * 100 / (numbers ? 5 : 1)) * shorter,
                lstm ? 0.05 : 0.035,
                units <= 64 && !numbers ? Math.min(most, finalCost * 20) : 0,
                lstm || units <= 24 || config.sequenceLength() > 150 ? 0.9915 : 0.9935,
                lstm ? 0.045 : 0.04,
                !presses ? 1 : lstm ? 0.12 : 0.2,
                finalCost,
                iterations,
                SETTLE_RATE,
                0);
    }

    /** Of a skipping network whose target is a number, if samples cost something. */
    private static RecipeSchedule ofNumbers(
            double learnRate, int sequenceLength, int settle, double finalCost, int iterations) {
        return new RecipeSchedule(
                SQUARES_SCALE,
                sequenceLength > 150 ? -1 : 1,
                learnRate,
                iterations > 0 ? Math.max(1, iterations / 2) : 2000,
                false,
                3e-4,
                4000,
                settle,
                Math.max(finalCost, Math.min(3e-4, 30 * finalCost)),
                2 * finalCost,
                Math.min(MOST_PRESSURE / SQUARES_SCALE, 50 * finalCost),
                0.08,
                Math.min(3e-4, 30 * finalCost),
                0,
                0.07,
                0.5,
                finalCost,
                iterations,
                SETTLE_RATE,
                0);
    }

    /**
     * The schedule of a network that decides after a sequence's first samples.
     *
     * @param decideAfter K, at least 1 and less than the sequence's length
     * @param iterations 0: as many as the network needs
     */
    static RecipeSchedule early(RnnConfig config, int decideAfter, int iterations) {
        return new RecipeSchedule(
                config.head() == HeadKind.LINEAR ? SQUARES_SCALE : 1,
                1,
                0,
                0,
                false,
                0,
                0,
                iterations > 0 ? iterations : EARLY_ITERATIONS,
                0,
                0,
                0,
                0,
                0,
                0.99,
                0,
                (decideAfter + 0.1) / config.sequenceLength(), // hardly ever one more
                0,
                iterations,
                2e-3 * Math.sqrt(32.0 / config.topUnits()),
                decideAfter);
    }

    /**
     * A further round from trained weights, which presses harder: the most skipping at an accuracy.
     *
     * @param leastAccuracy that weights must reach to be kept on the way
     */
    RecipeSchedule further(double leastAccuracy) {
        return new RecipeSchedule(
                lossScale,
                updateBias,
                learnRate,
                0,
                mustLearn,
                FURTHER_RATE,
                FURTHER_SKIPPING,
                FURTHER_SETTLING,
                learnCost,
                10 * finalCost,
                Math.min(MOST_PRESSURE / lossScale, 200 * finalCost),
                0.04,
                Math.min(MOST_PRESSURE / lossScale, 100 * finalCost),
                leastAccuracy,
                snapshotLoss,
                goodShare,
                10 * finalCost, // less would buy samples back
                0,
                SETTLE_RATE,
                0);
    }

    /** The same schedule after phase 1, whose remaining phases come out at the asked number of iterations in all. */
    RecipeSchedule afterLearning(int learned, boolean success) {
        if (iterations == 0) {
            return this;
        }
        int rest = iterations - learned;
        int skip =
                success || !mustLearn ? (int) ((long) rest * skipIterations / (skipIterations + settleIterations)) : 0;
        return new RecipeSchedule(
                lossScale,
                updateBias,
                learnRate,
                learnIterations,
                mustLearn,
                skipRate,
                skip,
                rest - skip,
                learnCost,
                skipCost,
                pressure,
                threshold,
                settlePressure,
                accuracy,
                snapshotLoss,
                goodShare,
                finalCost,
                iterations,
                settleRate,
                decideAfter);
    }

    /** Whether validated weights are accurate enough to be kept; {@code slack} is how much less will do. */
    boolean isAccurate(Validation v, double slack) {
        return Double.isNaN(v.accuracy())
                ? v.taskLoss() * lossScale <= LEARNED * (1 + 100 * slack)
                : v.accuracy() >= accuracy - slack;
    }

    /** In words, for a table. */
    String text() {
        if (decideAfter > 0) {
            return String.format(
                    Locale.ROOT,
                    "learn from the first %d samples for %d at %s down to %s; the gate is taught to skip the rest",
                    decideAfter,
                    settleIterations,
                    number(settleRate),
                    number(LAST_RATE));
        }
        String text = String.format(Locale.ROOT, "learn at %s with λ %s", number(learnRate), number(learnCost));
        if (skipIterations > 0) {
            text += String.format(
                    Locale.ROOT,
                    "; skip for %d at %s with λ up to %s",
                    skipIterations,
                    number(skipRate),
                    number(skipCost + pressure));
        }
        text += String.format(
                Locale.ROOT,
                "; settle for %d down to %s with λ %s",
                settleIterations,
                number(LAST_RATE),
                number(finalCost));
        return settlePressure > 0 ? text + ", up to " + number(finalCost + settlePressure) : text;
    }

    /** 4e-4, 0 */
    private static String number(double value) {
        return value == 0
                ? "0"
                : String.format(Locale.ROOT, "%.1e", value).replace(".0e", "e").replaceFirst("e-0?", "e-");
    }
}
