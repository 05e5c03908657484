package dev.skipstream.bench;

import java.util.List;

/**
 * How long and how a job is measured.
 *
 * @param warmUpMs each job runs before it is measured
 * @param windowMs of one measurement
 * @param repeats measurements of each job, in turns with the others of its table
 * @param flags of the jobs' JVMs
 */
record JobTiming(int warmUpMs, int windowMs, int repeats, List<String> flags) {}
