package dev.skipstream.flink.sql;

/**
 * What one row says.
 *
 * @param seq of the first sample, or {@link dev.skipstream.stream.SequenceClassifier#UNNUMBERED}
 * @param time of the first sample, epoch ms
 * @param periodMs between the samples of a packet, ms
 * @param values (n, channels)
 */
record RowSamples(long seq, long time, double periodMs, float[] values) {}
