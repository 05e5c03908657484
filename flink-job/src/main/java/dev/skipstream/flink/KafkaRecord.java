package dev.skipstream.flink;

/**
 * A record as Kafka gave it, not yet understood.
 *
 * @param key the record's key; null if it has none
 * @param value the record's value; null for a tombstone
 * @param timestamp Kafka's timestamp, epoch ms
 */
public record KafkaRecord(String topic, int partition, long offset, long timestamp, byte[] key, byte[] value) {}
