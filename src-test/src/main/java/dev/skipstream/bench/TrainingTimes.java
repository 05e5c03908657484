package dev.skipstream.bench;

import dev.skipstream.data.FrequencyTask;
import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.train.Initialization;
import dev.skipstream.train.Optimizer;
import dev.skipstream.train.TrainConfig;
import dev.skipstream.train.Trainer;
import dev.skipstream.train.TrainingObserver;
import dev.skipstream.train.TrainingRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Times whole training iterations of the frequency task: making the batch, forward, backward, clipping, Adam. T = 100,
 * one layer. The gate's weights are set so that it uses every sample, or every fourth, and the learning rate is so small
 * that it stays there.
 *
 * @param cell Skip GRU or Skip LSTM
 * @param units H
 * @param batch B
 * @param updates samples used of 100
 * @param millis one iteration, the median
 */
record TrainingTimes(CellKind cell, int units, int batch, double updates, double millis) {
    private static final int LENGTH = 100;
    private static final double STILL = 1e-30; // learning rate

    /** Δũ for which every fourth sample is used. */
    private static final double EVERY_FOURTH = 0.13;

    static TrainingTimes measure(
            CellKind cell, int units, int batch, boolean allUsed, int threads, int warmUp, int iterations) {
        RnnConfig config = new RnnConfig(
                cell,
                1,
                List.of(units),
                HeadKind.SOFTMAX,
                2,
                List.of("target", "distractor"),
                false,
                LENGTH,
                1,
                false,
                0);
        RnnWeights weights = Initialization.of(config, new SplittableRandom(1), false, 1);
        Arrays.fill(weights.data("update.weight"), 0);
        weights.data("update.bias")[0] = allUsed ? 4 : (float) StrictMath.log(EVERY_FOURTH / (1 - EVERY_FOURTH));
        TrainConfig settings =
                new TrainConfig(1e-4, warmUp + iterations, batch, STILL, Optimizer.Kind.ADAM, 1, 1, threads, 0);
        List<TrainingRun.Iteration> done = new ArrayList<>();
        TrainingObserver observer = done::add;
        Trainer.onTask(config, weights, settings, new FrequencyTask(1), false, observer, () -> false)
                .run();
        double[] millis = new double[iterations];
        for (int i = 0; i < iterations; i++) {
            TrainingRun.Iteration before = done.get(warmUp + i - 1);
            millis[i] = 1000 * (done.get(warmUp + i).seconds() - before.seconds());
        }
        Arrays.sort(millis);
        return new TrainingTimes(cell, units, batch, done.get(done.size() - 1).updates(), millis[iterations / 2]);
    }

    /** Multiplications and additions of forward and backward over all samples: 3·2·G·H·(I+H) a sample. */
    double flops() {
        return 3.0 * 2 * cell.gates() * units * (1 + units) * LENGTH * batch;
    }

    double gigaflopsPerSecond() {
        return flops() / millis / 1e6;
    }
}
