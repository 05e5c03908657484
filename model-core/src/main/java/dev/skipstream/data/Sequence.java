package dev.skipstream.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * One sequence and what is to be learned of it. The array is not copied: whoever makes a sequence hands it over, and
 * nobody writes to it afterwards; so held, a sequence may be read by many threads.
 *
 * @param values the samples, (T, I) row-major, T at least 1
 * @param channels I, at least 1
 * @param target index of the class, or the number to predict, or NaN when unknown
 * @param targets where a sequence has more than one target, else empty: (labels), 1 for each label that is set, else
 *     0; or at every step the index of a class, (T), or the labels that are set, (T, labels)
 */
public record Sequence(float[] values, int channels, double target, float[] targets) {
    private static final float[] NONE = new float[0];

    /** A sequence with one target, or none. */
    public Sequence(float[] values, int channels, double target) {
        this(values, channels, target, NONE);
    }

    /** @throws IllegalArgumentException if the values are no whole number of steps, or the target is infinite */
    public Sequence {
        if (channels < 1) {
            throw new IllegalArgumentException("channels must be >= 1, found " + channels);
        }
        if (values.length == 0 || values.length % channels != 0) {
            throw new IllegalArgumentException("values must be one or more steps of " + channels + " channels, found "
                    + values.length + " numbers");
        }
        if (Double.isInfinite(target)) {
            throw new IllegalArgumentException("target must be finite or NaN, found " + target);
        }
    }

    /** Number of steps, T. */
    public int length() {
        return values.length / channels;
    }

    /** Whether the target is known. */
    public boolean hasTarget() {
        return !Double.isNaN(target) || targets.length > 0;
    }

    /**
     * The sample of one channel at one step, both counted from 0.
     *
     * @throws IndexOutOfBoundsException if there is no such step or channel
     */
    public float value(int step, int channel) {
        return values[Objects.checkIndex(step, length()) * channels + Objects.checkIndex(channel, channels)];
    }

    /** Equal in every bit of the values (a record would compare the array's identity). */
    @Override
    public boolean equals(Object other) {
        return other instanceof Sequence that
                && channels == that.channels
                && Double.compare(target, that.target) == 0
                && Arrays.equals(targets, that.targets)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(values) + Double.hashCode(target)) + Arrays.hashCode(targets);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "Sequence[length=%d, channels=%d, target=%s]",
                length(),
                channels,
                targets.length > 0 ? Arrays.toString(targets) : String.valueOf(target));
    }
}
