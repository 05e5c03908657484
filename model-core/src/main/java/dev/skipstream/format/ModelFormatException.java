package dev.skipstream.format;

import java.io.IOException;

/** A file that is no model. The message names the file, the field, what was expected and what was found. */
public final class ModelFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    ModelFormatException(String file, String field, String expected, Object found) {
        super(file + ": " + field + " must be " + expected + ", found " + found);
    }
}
