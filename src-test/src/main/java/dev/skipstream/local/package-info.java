/** Everything that runs the system on one machine: a Kafka broker in this JVM, replay, the job, the demo, benchmarks. */
package dev.skipstream.local;
