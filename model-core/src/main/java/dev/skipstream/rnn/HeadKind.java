package dev.skipstream.rnn;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the head's raw outputs mean. */
public enum HeadKind {
    /** One class of O: probabilities are the softmax of the outputs. */
    SOFTMAX,
    /** O numbers (regression): the outputs themselves. */
    LINEAR,
    /** Any of O labels at once: each probability is the sigmoid of its output. */
    SIGMOID;

    /** The name in model files: {@code softmax}, {@code linear}, {@code sigmoid}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind with this name.
     *
     * @throws IllegalArgumentException naming the known kinds and what was found
     */
    public static HeadKind of(String text) {
        for (HeadKind kind : values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("head must be one of "
                + Arrays.stream(values()).map(HeadKind::text).collect(Collectors.joining(", ")) + ", found " + text);
    }

    @Override
    public String toString() {
        return text();
    }
}
