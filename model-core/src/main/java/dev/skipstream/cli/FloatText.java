package dev.skipstream.cli;

import com.fasterxml.jackson.core.io.NumberOutput;

/** Numbers as text: the shortest decimal that reads back as the same number, the same text on every JDK. */
final class FloatText {
    private FloatText() {}

    static String of(float value) {
        return NumberOutput.toString(value, true);
    }

    static String of(double value) {
        return NumberOutput.toString(value, true);
    }
}
