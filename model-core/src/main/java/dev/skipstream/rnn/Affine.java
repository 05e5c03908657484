package dev.skipstream.rnn;

/**
 * y = W·v + b by columns, for gates that stand side by side: the streaming step's product. Each gate's block of y is
 * padded with zeros to whole vectors, so no loop over it has a slow remainder.
 *
 * <pre>
 *   column k │ gate 0: H numbers │ 0 … 0 │ gate 1: H numbers │ 0 … 0 │        V = H rounded up to whole vectors
 *            └───────── V ───────────────┴───────── V ───────────────┘
 * </pre>
 *
 * <p>Immutable and thread-safe; a product costs 2·gates·H·(I+H) flops and reads every weight once.
 */
final class Affine {
    private final StepKernel kernel;
    private final float[] bias; // (gates·V)
    private final float[][] columns; // (I + H, gates·V)

    /**
     * Gates {@code from} … {@code to − 1} of [W_ih W_hh] and of the bias.
     *
     * @param weightIh (G·H, I)
     * @param weightHh (G·H, H)
     * @param layerBias (G·H)
     */
    Affine(
            StepKernel kernel,
            float[] weightIh,
            int inputs,
            float[] weightHh,
            int units,
            float[] layerBias,
            int from,
            int to) {
        this.kernel = kernel;
        int width = StepKernel.width(units);
        bias = new float[(to - from) * width];
        columns = new float[inputs + units][bias.length];
        for (int gate = from; gate < to; gate++) {
            for (int unit = 0; unit < units; unit++) {
                int row = gate * units + unit;
                int at = (gate - from) * width + unit;
                bias[at] = layerBias[row];
                for (int k = 0; k < inputs; k++) {
                    columns[k][at] = weightIh[row * inputs + k];
                }
                for (int k = 0; k < units; k++) {
                    columns[inputs + k][at] = weightHh[row * units + k];
                }
            }
        }
    }

    /** y ← W·v + b, (gates·V). {@code v} holds the inputs, then the hidden units: (I + H) or longer. */
    void apply(float[] v, float[] y) {
        kernel.product(bias, columns, v, y);
    }
}
