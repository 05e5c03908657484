package dev.skipstream.flink;

import com.fasterxml.jackson.core.io.NumberInput;
import java.nio.CharBuffer;

/**
 * A number in a field of bytes, as characters for the parsers of Jackson and the JDK. It is kept from field to field, so
 * nothing is allocated for a number of usual length. What those parsers read beyond plain numbers (hexadecimal,
 * suffixes, names, the digits of other scripts) is none here. Belongs to one thread.
 */
final class FieldNumber {
    private static final int MOST_DIGITS = 19; // of a long
    private static final int USUAL = 64; // characters
    private static final int MOST_KEPT = 1 << 12;

    private char[] chars = new char[USUAL];
    private CharBuffer text = CharBuffer.wrap(chars);
    private int length;

    /** Takes the field's bytes from {@code from} to {@code to}; what a giant one needed is not kept for ever. */
    void set(byte[] line, int from, int to) {
        length = to - from;
        if (length > chars.length || chars.length > MOST_KEPT) {
            chars = new char[Math.max(USUAL, length)];
            text = CharBuffer.wrap(chars);
        }
        for (int i = 0; i < length; i++) {
            chars[i] = (char) (line[from + i] & 0xff); // beyond ASCII nothing is a number's
        }
    }

    /**
     * {@code [+-]?(digits[.digits] | .digits)([eE][+-]?digits)?}, correctly rounded; infinite where it is too great.
     *
     * @throws NumberFormatException if it is anything else
     */
    double decimal() {
        require("+-.eE");
        return NumberInput.parseDouble(chars, 0, length, true);
    }

    /**
     * {@code -?digits}, at most 19 of them.
     *
     * @throws NumberFormatException if it is anything else, or no long
     */
    long whole() {
        require("-");
        if (length > (length > 0 && chars[0] == '-' ? 1 : 0) + MOST_DIGITS) {
            throw new NumberFormatException();
        }
        return Long.parseLong(text, 0, length, 10);
    }

    private void require(String besidesDigits) {
        for (int i = 0; i < length; i++) {
            char c = chars[i];
            if ((c < '0' || c > '9') && besidesDigits.indexOf(c) < 0) {
                throw new NumberFormatException();
            }
        }
    }
}
