/**
 * Skipstream as a function of Flink SQL and the Table API: {@link dev.skipstream.flink.sql.SkipRnnTableFunction}, a
 * process table function.
 *
 * <pre>
 *   planning    SkipRnnCall: arguments, model file, columns of the table; all checked, then carried in the job
 *
 *   run time    row ─▶ InputColumns ─▶ SequenceClassifier ─▶ ResultColumns ─▶ row
 *                                         ▲
 *                                      ViewMemory: one map view of the key's state
 *                                         cursor    read once a row, written by updates
 *                                         hidden    touched by updates only
 * </pre>
 *
 * <p>The rules are those of {@link dev.skipstream.stream}, as in the job.
 */
package dev.skipstream.flink.sql;
