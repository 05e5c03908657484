package dev.skipstream.flink;

import org.apache.flink.core.execution.JobClient;

/**
 * A job that runs, or has run.
 *
 * @param client to watch and to end it
 * @param end of its input, to be committed when it has finished well
 */
public record SubmittedJob(JobClient client, InputEnd end) {}
