package dev.skipstream.local;

/** Tests of the job that run on any Kafka broker. */
interface JobTests {
    /** Addresses of the broker. */
    String servers();
}
