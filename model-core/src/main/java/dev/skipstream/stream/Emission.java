package dev.skipstream.stream;

import java.util.Locale;

/** When results leave. */
public enum Emission {
    /** One a sequence, when it is decided. */
    SEQUENCE,
    /** One an update. */
    UPDATE,
    /** One an update that says another label, or another set of labels, than the one before; the first of a sequence too. */
    CHANGE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
