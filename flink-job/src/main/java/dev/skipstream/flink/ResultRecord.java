package dev.skipstream.flink;

/**
 * A result as the result topic holds it.
 *
 * @param key the sensor's name, UTF-8
 * @param value JSON, UTF-8
 */
public record ResultRecord(byte[] key, byte[] value) {}
