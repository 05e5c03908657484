/**
 * Data sets: files of labelled sequences, and tasks that generate them.
 *
 * <pre>
 *   .ts .tsv (.gz) ─▶ DataFiles ─▶ DataSet ◀─ dataSet(seed, count) ─┐
 *                                  (fixed)                          │
 *                                             SequenceSource ───────┘  FrequencyTask, AddingTask, DisturbedTask
 *                                             (endless) ─▶ fill(random, B, values, targets) ─▶ training
 * </pre>
 *
 * <p>Shapes: B sequences a batch, T steps a sequence, I channels a step; values are float32 and row-major, so
 * {@code values} of a sequence is (T, I) and of a batch (B, T, I). A target is the index of a class, a number to
 * predict, or NaN where it is not known.
 *
 * <p>The same file, or the same seed, gives the same bits on every machine and JDK.
 */
package dev.skipstream.data;
