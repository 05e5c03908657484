/**
 * The rules of a stream: one sensor's samples in, results out, without Flink. The job, tests and anything else that
 * serves a stream run these same classes over a memory of their own.
 *
 * <pre>
 *   samples ──▶ SequenceClassifier ──▶ results
 *                │  asks SequenceRules: late, skipped or needed?
 *                │  gives the needed ones to OpenSequence, which runs SkipRnn.step
 *                ▼
 *              SensorMemory:  cursor (read once a record)   hidden state (touched by updates only)
 * </pre>
 *
 * <p>Sequence k of a sensor is its samples [kT, (k+1)T), by absolute seq:
 *
 * <pre>
 *   seq   kT                                            (k+1)T
 *         ●──○──○──●──○──○──○──●──○──○──○──○──○──○──○──○──○──●
 *         ▲        ▲           ▲ last needed: the result      ▲ needed again: next sequence
 *         needed   needed        leaves here
 * </pre>
 */
package dev.skipstream.stream;
