package dev.skipstream.local;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What the sensors of a fire test send: whole sequences of the frequency task, each signal a function of seed, sensor
 * and number alone. Sensor s begins s % T rounds later than the first, so that results come evenly; every tenth sends
 * packets. Immutable.
 *
 * @param length T
 */
record FireStream(long seed, int sensors, int length) {
    static final long START = 1_700_000_000_000L;

    /** Samples in a packet: no divisor of T, so that packets cross the borders. */
    private static final int PACKET = 7;

    static String name(int sensor) {
        return "sensor-" + sensor;
    }

    /** Number of a sensor of that name. */
    static int sensor(String name) {
        return Integer.parseInt(name.substring("sensor-".length()));
    }

    /** The seq that a sensor has in a round; negative before its first. */
    long seq(int sensor, int round) {
        return round - sensor % length;
    }

    /** The round in which a sample of that time was taken. */
    int round(int sensor, long time) {
        return (int) (time - START) + sensor % length;
    }

    /** The record that a sensor sends in a round; null for none. The last of a sensor ends with its sequence. */
    byte[] record(int sensor, int round) {
        long seq = seq(sensor, round);
        if (seq < 0) {
            return null;
        }
        if (sensor % 10 != 0) {
            return sample(sensor, seq).json(name(sensor));
        }
        boolean last = seq % PACKET == PACKET - 1 || seq % length == length - 1;
        if (!last) {
            return null;
        }
        long first = Math.max(seq - seq % PACKET, seq - seq % length);
        List<Sample> packet = new ArrayList<>();
        for (long one = first; one <= seq; one++) {
            packet.add(sample(sensor, one));
        }
        return Sample.packet(name(sensor), packet, 1);
    }

    private Sample sample(int sensor, long seq) {
        return new Sample(seq, START + seq, new String[] {values(sensor, seq / length)[(int) (seq % length)]});
    }

    /** A line of a {@code .ts} file: one sequence. */
    String line(int sensor, long sequence) {
        return String.join(",", values(sensor, sequence)) + ":"
                + (isTarget(sensor, sequence) ? "target" : "distractor");
    }

    private static boolean isTarget(int sensor, long sequence) {
        return (sensor + sequence) % 2 == 0;
    }

    /** (T), decimals: cos(2π (t + φ) / period), as the task has it. */
    private String[] values(int sensor, long sequence) {
        SplittableRandom random = new SplittableRandom((seed * 1_000_003 + sensor) * 1_000_003 + sequence);
        double period = isTarget(sensor, sequence) ? random.nextDouble(5, 6) : random.nextDouble(6, 100);
        double phase = random.nextDouble(0, period);
        String[] values = new String[length];
        for (int t = 0; t < length; t++) {
            values[t] = Float.toString((float) Math.cos(2 * Math.PI * (t + phase) / period));
        }
        return values;
    }
}
