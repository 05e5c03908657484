package dev.skipstream.flink;

/**
 * A record that could not be decoded, with its own bytes and why.
 *
 * @param record as Kafka gave it
 * @param error what was expected and what was found
 */
public record RejectedRecord(KafkaRecord record, String error) {
    private static final int LONGEST_ERROR = 500; // characters: a header, not the record again

    /** Shortens the reason to what a header should hold. */
    static RejectedRecord of(KafkaRecord record, String error) {
        return new RejectedRecord(
                record, error.length() <= LONGEST_ERROR ? error : error.substring(0, LONGEST_ERROR) + "…");
    }

    /** The reason as a log shows it: what was found in a record must not begin a line of its own there. */
    String printableError() {
        return error.replaceAll("\\p{Cntrl}", "?");
    }
}
