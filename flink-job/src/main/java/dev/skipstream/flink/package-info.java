/**
 * The Flink job. {@link dev.skipstream.flink.SkipRnnJob} is its topology, read from top to bottom:
 *
 * <pre>
 *   Kafka "sensors" ─▶ DecodeFunction ─▶ keyBy(sensor) ─▶ SkipRnnFunction ─▶ Kafka "classifications"
 *                          │                                ▲ cursor: read once a record, written by updates
 *                          ▼                                │ hidden state: touched by updates only
 *                   Kafka "rejected"                     keyed state
 * </pre>
 *
 * <p>The rules of a stream are not here but in {@link dev.skipstream.stream}; this package binds them to Kafka's records
 * and Flink's state, counters and metrics.
 */
package dev.skipstream.flink;
