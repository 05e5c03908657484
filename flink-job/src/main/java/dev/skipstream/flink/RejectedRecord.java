package dev.skipstream.flink;

/**
 * A record that could not be decoded, with its own bytes and why.
 *
 * @param record as Kafka gave it
 * @param error what was expected and what was found
 */
public record RejectedRecord(KafkaRecord record, String error) {}
