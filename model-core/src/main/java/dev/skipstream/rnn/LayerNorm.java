package dev.skipstream.rnn;

/**
 * Layer normalisation of gate pre-activations, block by block: gain·(a − mean)/(std + 1e-3) + bias, with the
 * population's standard deviation over a block's H values (the paper's implementation adds epsilon to the deviation,
 * not to the variance). Immutable and thread-safe.
 */
final class LayerNorm {
    static final float EPSILON = 1e-3f;

    private final float[] gain; // (blocks·H)
    private final float[] bias; // (blocks·H)
    private final int units;

    LayerNorm(float[] gain, float[] bias, int units) {
        this.gain = gain.clone();
        this.bias = bias.clone();
        this.units = units;
    }

    /** Normalises the first blocks of {@code a} in place, as many as there are gains for. */
    void apply(float[] a) {
        for (int from = 0; from < gain.length; from += units) {
            int to = from + units;
            float sum = 0;
            for (int i = from; i < to; i++) {
                sum += a[i];
            }
            float mean = sum / units;
            float squares = 0;
            for (int i = from; i < to; i++) {
                float d = a[i] - mean;
                squares = Math.fma(d, d, squares);
            }
            float scale = 1f / ((float) Math.sqrt(squares / units) + EPSILON);
            for (int i = from; i < to; i++) {
                a[i] = Math.fma(gain[i], (a[i] - mean) * scale, bias[i]);
            }
        }
    }
}
