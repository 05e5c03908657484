package dev.skipstream.rnn;

import java.util.Arrays;

/**
 * y = W·v + b by columns: the streaming step's product. Each element of y starts at its bias and takes one
 * {@code Math.fma} a column, in column order, so computing many elements side by side changes no bit.
 *
 * <p>The columns stand in arrays of their own and five are taken at once: C2 then keeps y in registers for five
 * columns and vectorises over it, on JDK 17 and later. Immutable and thread-safe; a product costs 2·rows·columns flops
 * and reads every weight once.
 */
final class Affine {
    private final float[] bias; // (O)
    private final float[][] columns; // (I + H, O)

    /**
     * Rows {@code from} … {@code to − 1} of [W_ih W_hh] and of the bias.
     *
     * @param weightIh (rows, I)
     * @param weightHh (rows, H)
     */
    Affine(float[] weightIh, int inputs, float[] weightHh, int units, float[] bias, int from, int to) {
        this.bias = Arrays.copyOfRange(bias, from, to);
        columns = new float[inputs + units][to - from];
        for (int row = from; row < to; row++) {
            for (int k = 0; k < inputs; k++) {
                columns[k][row - from] = weightIh[row * inputs + k];
            }
            for (int k = 0; k < units; k++) {
                columns[inputs + k][row - from] = weightHh[row * units + k];
            }
        }
    }

    /** y ← W·v + b. {@code v} holds the inputs, then the hidden units: (I + H). */
    void apply(float[] v, float[] y) {
        System.arraycopy(bias, 0, y, 0, bias.length);
        int k = 0;
        for (; k + 5 <= columns.length; k += 5) {
            addFive(columns, k, v, y, bias.length);
        }
        for (; k < columns.length; k++) {
            addOne(columns[k], v[k], y, bias.length);
        }
    }

    private static void addFive(float[][] columns, int k, float[] v, float[] y, int n) {
        float[] c0 = columns[k];
        float[] c1 = columns[k + 1];
        float[] c2 = columns[k + 2];
        float[] c3 = columns[k + 3];
        float[] c4 = columns[k + 4];
        float v0 = v[k];
        float v1 = v[k + 1];
        float v2 = v[k + 2];
        float v3 = v[k + 3];
        float v4 = v[k + 4];
        for (int i = 0; i < n; i++) {
            y[i] = Math.fma(
                    c4[i],
                    v4,
                    Math.fma(c3[i], v3, Math.fma(c2[i], v2, Math.fma(c1[i], v1, Math.fma(c0[i], v0, y[i])))));
        }
    }

    private static void addOne(float[] column, float value, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.fma(column[i], value, y[i]);
        }
    }
}
