package dev.skipstream.stream;

/** Consecutive samples of one sensor in hand: sample i has seq + i and time + ⌊i·periodMs⌋. Belongs to one thread. */
final class Packet {
    /** A nanosecond, in ms: keeps 0.29·100 at 29 ms when times are rounded down. */
    private static final double TIME_TOLERANCE = 1e-6;

    private long seq; // of sample 0
    private long time; // of sample 0, epoch ms
    private double periodMs;
    private int channels;
    private float[] values; // (samples − first, channels)
    private int first; // sample that the values begin with
    private int samples; // index after the last one

    /** Holds what waits. */
    Packet hold(BufferedSamples samples) {
        return hold(
                samples.seq(),
                samples.time(),
                samples.periodMs(),
                samples.channels(),
                samples.first(),
                samples.values());
    }

    /** Holds these samples from now on; shares the values. */
    Packet hold(long seq, long time, double periodMs, int channels, int first, float[] values) {
        this.seq = seq;
        this.time = time;
        this.periodMs = periodMs;
        this.channels = channels;
        this.values = values;
        this.first = first;
        samples = first + values.length / channels;
        return this;
    }

    /** Index of the first sample at hand. */
    int first() {
        return first;
    }

    /** Index after the last sample. */
    int end() {
        return samples;
    }

    double periodMs() {
        return periodMs;
    }

    long seqOf(int i) {
        return seq + i;
    }

    /** Epoch ms; what would not fit a long stays at its limit. */
    long timeOf(int i) {
        if (i == 0) {
            return time;
        }
        long after = (long) Math.floor(i * periodMs + TIME_TOLERANCE);
        long sum = time + after;
        return after > 0 && sum < time ? Long.MAX_VALUE : sum;
    }

    float[] values() {
        return values;
    }

    /** Where sample i begins in the values. */
    int offsetOf(int i) {
        return (i - first) * channels;
    }

    /** A copy of the samples from i to before {@code to}, to be kept. */
    BufferedSamples slice(int i, int to) {
        float[] rest = new float[(to - i) * channels];
        System.arraycopy(values, offsetOf(i), rest, 0, rest.length);
        return new BufferedSamples(seq, time, periodMs, i, channels, rest);
    }
}
