/**
 * Training: exact backpropagation through time with the straight-through gradient of the update gate, optimisers, and
 * the loop around them.
 *
 * <pre>
 *   BatchSource ──▶ Batch ──▶ Bptt ──▶ gradients ──▶ GradientClip ──▶ Optimizer ──▶ RnnWeights ──▶ model file
 *                              │                                                        │
 *                    Shard, ShardBackward (16 rows each)                                └─▶ Bptt of the next iteration
 *                      Round · Items · LstmPass, GruPass · HeadPass · Gemm
 * </pre>
 *
 * <p>A seed gives the same weights byte for byte, on every JDK and with any number of threads: batches are cut into
 * shards of fixed size, sums have a fixed order, and no library function whose last bit is free is called.
 */
package dev.skipstream.train;
