package dev.skipstream.flink;

/**
 * Numbers as devices print them, read from ASCII bytes without a text between. Whatever needs more care (many digits,
 * great exponents, faults) is left to the caller's own way. Nothing is allocated.
 */
final class PlainNumber {
    /** {@link #whole}'s answer to bytes that are no plain number. */
    static final long NO_WHOLE = Long.MIN_VALUE;

    private static final int MOST_DIGITS = 18; // so many fit a long, whatever they are
    private static final long MOST_EXACT = 1L << 53; // every whole number up to it is a double

    /** All powers of ten that are doubles. */
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private PlainNumber() {}

    /**
     * {@code -?[0-9]{1,18}}.
     *
     * @return {@link #NO_WHOLE} if the bytes are anything else
     */
    static long whole(byte[] text, int from, int to) {
        boolean negative = from < to && text[from] == '-';
        int first = negative ? from + 1 : from;
        int digits = to - first;
        if (digits < 1 || digits > MOST_DIGITS) {
            return NO_WHOLE;
        }
        long number = 0;
        for (int i = first; i < to; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return NO_WHOLE;
            }
            number = 10 * number + digit;
        }
        return negative ? -number : number;
    }

    /**
     * A decimal number m · 10^p with m ≤ 2^53 and |p| ≤ 22. Both factors are doubles, so the one product or quotient is
     * rounded correctly (Clinger, How to Read Floating Point Numbers Accurately, 1990): the same bits as
     * {@link Double#parseDouble}. Less than 1e38 in magnitude, so finite as float32 too.
     *
     * @return NaN if the bytes are anything else
     */
    static double decimal(byte[] text, int from, int to) {
        int at = from;
        boolean negative = at < to && text[at] == '-';
        if (negative || at < to && text[at] == '+') {
            at++;
        }
        int first = at;
        int point = -1;
        long mantissa = 0; // may overflow: then there are too many digits
        for (; at < to; at++) {
            int digit = text[at] - '0';
            if (digit >= 0 && digit <= 9) {
                mantissa = 10 * mantissa + digit;
            } else if (text[at] == '.' && point < 0) {
                point = at;
            } else {
                break;
            }
        }
        int digits = at - first - (point < 0 ? 0 : 1);
        if (digits < 1 || digits > MOST_DIGITS || mantissa > MOST_EXACT) {
            return Double.NaN;
        }
        int power = point < 0 ? 0 : point + 1 - at;
        if (at < to) {
            int exponent = exponent(text, at, to);
            if (exponent == Integer.MIN_VALUE) {
                return Double.NaN;
            }
            power += exponent;
        }
        if (power <= -POWERS.length || power >= POWERS.length) {
            return Double.NaN;
        }
        double magnitude = power < 0 ? mantissa / POWERS[-power] : mantissa * POWERS[power];
        return negative ? -magnitude : magnitude;
    }

    /** {@code [eE][+-]?[0-9]{1,2}}; {@link Integer#MIN_VALUE} if the bytes are anything else. */
    private static int exponent(byte[] text, int from, int to) {
        int at = from + 1;
        boolean negative = at < to && text[at] == '-';
        if (negative || at < to && text[at] == '+') {
            at++;
        }
        if (text[from] != 'e' && text[from] != 'E' || at == to || to - at > 2) {
            return Integer.MIN_VALUE;
        }
        int exponent = 0;
        for (; at < to; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9) {
                return Integer.MIN_VALUE;
            }
            exponent = 10 * exponent + digit;
        }
        return negative ? -exponent : exponent;
    }
}
