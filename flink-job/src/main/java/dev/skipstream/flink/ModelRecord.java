package dev.skipstream.flink;

/**
 * A record of the models topic, not yet understood.
 *
 * @param record key {@code name@version}, value a model file
 * @param effectiveFrom value of the header; null without one
 */
public record ModelRecord(KafkaRecord record, byte[] effectiveFrom) {}
