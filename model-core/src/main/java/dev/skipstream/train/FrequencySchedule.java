package dev.skipstream.train;

import dev.skipstream.rnn.RnnConfig;

/**
 * The numbers of the frequency task's recipe, found by trial: small networks learn faster at greater rates and need
 * more iterations to learn to skip; the GRU is pressed less.
 *
 * @param updateBias of the gate at the beginning
 * @param learnRate step size of phase 1, learn
 * @param learnIterations at most, before a start counts as stuck
 * @param skipRate step size of phase 2, skip
 * @param skipIterations of phase 2
 * @param settleIterations of phase 3, settle; its step size falls from {@link #SETTLE_RATE}
 * @param learnCost λ of phase 1 and the least of phase 2
 * @param pressure what phase 2 adds to λ at most, while the loss is far below the threshold
 * @param threshold of the running cross-entropy: phase 2 presses the harder the further the loss is below it
 * @param settlePressure what phase 3 adds to λ at most; 0: nothing
 * @param accuracy that weights must reach to be kept in phase 2
 * @param snapshotLoss running cross-entropy under which phase 2 takes snapshots to roll back to
 * @param finalCost λ at the end: the option's
 * @param iterations in all, of the one start there is then; 0: as many as the network needs
 */
record FrequencySchedule(
        double updateBias,
        double learnRate,
        int learnIterations,
        double skipRate,
        int skipIterations,
        int settleIterations,
        double learnCost,
        double pressure,
        double threshold,
        double settlePressure,
        double accuracy,
        double snapshotLoss,
        double finalCost,
        int iterations) {

    static final double SETTLE_RATE = 3e-4;
    static final double LAST_RATE = 1e-5;
    static final int BATCH_SIZE = 32;

    private static final int MOST_LEARNING = 5000;

    /** Greatest λ under which a network still learns the task. */
    private static final double MOST_PRESSURE = 2e-2;

    /**
     * The schedule for a network.
     *
     * @param iterations in all; 0: as many as the network needs
     */
    static FrequencySchedule of(RnnConfig config, double finalCost, int iterations) {
        boolean lstm = config.cell().isLstm();
        int units = config.topUnits();
        double learnRate = units <= 24 ? 2e-3 : units <= 64 ? 1e-3 : 4e-4;
        double skipRate = units <= 24 ? 1e-3 : units <= 64 ? 7e-4 : 3e-4;
        int skip = units <= 24 ? 6000 : units <= 64 ? 3500 : 2500;
        int settle = units <= 24 ? 2500 : units <= 64 ? 1500 : 1000;
        int learn = iterations > 0 ? Math.max(1, iterations / 2) : MOST_LEARNING;
        return new FrequencySchedule(
                config.sequenceLength() > 150 ? -1 : 1,
                learnRate,
                learn,
                skipRate,
                config.cell().skips() ? skip : 0,
                settle,
                finalCost * (lstm ? 10 : 5),
                Math.min(MOST_PRESSURE, finalCost * 100),
                lstm ? 0.05 : 0.035,
                units <= 64 ? Math.min(MOST_PRESSURE, finalCost * 100) : 0,
                lstm ? 0.9905 : 0.9935,
                lstm ? 0.045 : 0.04,
                finalCost,
                iterations);
    }

    /** Share of its samples that a well trained network uses at most; a small cost asks for nothing. */
    double goodShare() {
        return skipIterations == 0 || finalCost < 1e-4 ? 1 : learnCost >= 10 * finalCost ? 0.12 : 0.2;
    }

    /** The same schedule after phase 1, whose remaining phases come out at the asked number of iterations in all. */
    FrequencySchedule afterLearning(int learned, boolean success) {
        if (iterations == 0) {
            return this;
        }
        int rest = iterations - learned;
        int skip = success ? (int) ((long) rest * skipIterations / (skipIterations + settleIterations)) : 0;
        return new FrequencySchedule(
                updateBias,
                learnRate,
                learnIterations,
                skipRate,
                skip,
                rest - skip,
                learnCost,
                pressure,
                threshold,
                settlePressure,
                accuracy,
                snapshotLoss,
                finalCost,
                iterations);
    }
}
