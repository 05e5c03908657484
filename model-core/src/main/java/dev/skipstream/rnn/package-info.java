/**
 * The Skip RNN itself: cells, the update gate, the head and their state, in float32.
 *
 * <pre>
 *            ũ = min(1, n·Δũ) &lt; 0.5: skipped, nothing below runs
 *              ▲
 *   x_t ──▶ gate? ──▶ layer 0 ──▶ layer 1 ──▶ … ──▶ top layer ──▶ head ──▶ outputs   (only when somebody asks)
 *   (I)        ▲      (H0)        (H1)               (H)     │     (O)
 *              └──────────────── Δũ = σ(w·s~ + b) ◀──────────┘
 * </pre>
 *
 * <p>Shapes, here and everywhere below: T samples in a sequence, B sequences in a batch, I inputs of a layer, H its
 * units, G gates of its cell (LSTM 4, GRU 3), O outputs of the head. Arrays are row-major: {@code // (T, I)}.
 *
 * <p>{@link dev.skipstream.rnn.SkipRnn} and everything it is made of is immutable and shared by threads;
 * {@link dev.skipstream.rnn.RnnState} is everything that changes and belongs to one thread at a time.
 *
 * <p>Inference gives the same bits on every machine and JDK: each element of a product is summed in column order with
 * {@code Math.fma}, dot products are summed from first to last, and no library function whose last bit is free
 * ({@code Math.exp, tanh, log, pow}) is called.
 *
 * <p>Source: V. Campos, B. Jou, X. Giró-i-Nieto, J. Torres, S.-F. Chang, "Skip RNN: Learning to Skip State Updates in
 * Recurrent Neural Networks", ICLR 2018. Equation numbers in this package are the paper's.
 */
package dev.skipstream.rnn;
