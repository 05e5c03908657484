package dev.skipstream.flink;

/** A record that is none of ours. The message says what was expected and what was found. */
public final class MalformedRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedRecordException(String message) {
        super(message, null, false, false); // thrown a record, never printed: no stack trace
    }

    public static MalformedRecordException expected(String name, String expected, Object found) {
        return new MalformedRecordException(name + " must be " + expected + ", found " + found);
    }
}
