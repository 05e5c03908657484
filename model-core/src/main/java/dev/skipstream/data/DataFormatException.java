package dev.skipstream.data;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import java.util.Locale;

/** A data file that is not what it should be: {@code FILE:LINE: expected …, found …}, in one line of text. */
public final class DataFormatException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int LONGEST_QUOTE = 40; // characters

    /** About one line of the file, counted from 1. */
    DataFormatException(Path file, int line, String expected, String found) {
        super(file + ":" + line + ": expected " + expected + ", found " + found);
    }

    /** About the file as such. */
    DataFormatException(Path file, String expected, String found) {
        super(file + ": expected " + expected + ", found " + found);
    }

    /** Text of a file as a message may hold it: in quotes, cut when long, control characters written out. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("'");
        int end = Math.min(text.length(), LONGEST_QUOTE);
        for (int n = 0; n < end; n++) {
            char c = text.charAt(n);
            boolean plain = c >= ' ' && c != 0x7f && (c < 0x80 || Character.isLetterOrDigit(c));
            quoted.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
        return quoted.append(end < text.length() ? "…'" : "'").toString();
    }
}
