package dev.skipstream.local;

import dev.skipstream.data.SequenceSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Sequences of a task, made as they are asked for; every sensor draws from random numbers of its own. */
final class GeneratedSignals implements SensorSignals {

    private final SequenceSource task;
    private final List<RandomGenerator> random = new ArrayList<>(); // of each sensor
    private final long[] left; // sequences of each sensor
    private final float[] target = new float[1]; // (B = 1)

    /**
     * @param task with classes; one sequence at a time has its class by the task's coin
     * @param sequences of each sensor; 0 = without end
     */
    GeneratedSignals(SequenceSource task, long seed, int sensors, long sequences) {
        this.task = task;
        this.left = new long[sensors];
        SplittableRandom root = new SplittableRandom(seed);
        for (int sensor = 0; sensor < sensors; sensor++) {
            random.add(root.split());
            left[sensor] = sequences == 0 ? Long.MAX_VALUE : sequences;
        }
    }

    @Override
    public int channels() {
        return task.channels();
    }

    @Override
    public Signal next(int sensor) {
        if (left[sensor]-- == 0) {
            left[sensor] = 0;
            return null;
        }
        float[] values = new float[task.length() * task.channels()]; // (T, I)
        task.fill(random.get(sensor), 1, values, target);
        return new Signal(values, task.labels().get((int) target[0]));
    }
}
