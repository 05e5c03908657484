/** The Flink job: binds the streaming rules of {@code dev.skipstream.stream} to keyed state, timers, Kafka and metrics. */
package dev.skipstream.flink;
