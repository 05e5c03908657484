package dev.skipstream.rnn;

/**
 * Layer normalisation of gate pre-activations, block by block: gain·(a − mean)/(std + 1e-3) + bias, with the
 * population's standard deviation over a block's H values (the paper's implementation adds epsilon to the deviation,
 * not to the variance). Immutable and thread-safe.
 */
public final class LayerNorm {
    static final float EPSILON = 1e-3f;

    private final float[] gain; // (blocks·H)
    private final float[] bias; // (blocks·H)
    private final int units;

    LayerNorm(float[] gain, float[] bias, int units) {
        this.gain = gain.clone();
        this.bias = bias.clone();
        this.units = units;
    }

    /** Normalises the first blocks of {@code a} (blocks·V) in place, as many as there are gains for. */
    void apply(float[] a) {
        for (int block = 0; block < gain.length; block += units) {
            int from = block / units * StepKernel.width(units);
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
                int at = block + i - from;
                a[i] = Math.fma(gain[at], (a[i] - mean) * scale, bias[at]);
            }
        }
    }

    /**
     * Normalises one block in place, and keeps what the way back needs.
     *
     * @param a holds the block's H pre-activations from {@code at} on
     * @param gain (blocks·H), the block's from {@code from} on; likewise bias
     * @param normal receives (a − mean)/(std + 1e-3) from {@code at} on
     * @return the block's standard deviation
     */
    public static float forward(float[] a, int at, float[] gain, float[] bias, int from, int units, float[] normal) {
        float sum = 0;
        for (int i = at; i < at + units; i++) {
            sum += a[i];
        }
        float mean = sum / units;
        float squares = 0;
        for (int i = at; i < at + units; i++) {
            float d = a[i] - mean;
            squares = Math.fma(d, d, squares);
        }
        float deviation = (float) Math.sqrt(squares / units);
        float scale = 1f / (deviation + EPSILON);
        for (int i = 0; i < units; i++) {
            normal[at + i] = (a[at + i] - mean) * scale;
            a[at + i] = Math.fma(gain[from + i], normal[at + i], bias[from + i]);
        }
        return deviation;
    }

    /**
     * Back through {@link #forward}, in place.
     *
     * <pre>
     *   forward was   y = gain·x + bias,   x = (a − mean)/(std + ε)
     *   so now        dx = gain·dy
     *                 da = (dx − mean(dx))/(std + ε) − x·Σ(dx·x)/(H·std)      (the second term is 0 where std is)
     * </pre>
     *
     * @param d holds ∂L/∂y from {@code at} on; becomes ∂L/∂a
     * @param gainGradient (blocks·H), gains dy·x from {@code from} on; likewise biasGradient gains dy
     */
    public static void backward(
            float[] d,
            int at,
            float[] gain,
            int from,
            int units,
            float[] normal,
            float deviation,
            float[] gainGradient,
            float[] biasGradient) {
        float sum = 0;
        float along = 0;
        for (int i = 0; i < units; i++) {
            float x = normal[at + i];
            gainGradient[from + i] = Math.fma(d[at + i], x, gainGradient[from + i]);
            biasGradient[from + i] += d[at + i];
            d[at + i] *= gain[from + i];
            sum += d[at + i];
            along = Math.fma(d[at + i], x, along);
        }
        float mean = sum / units;
        float scale = 1f / (deviation + EPSILON);
        float pull = deviation > 0 ? along / (units * deviation) : 0f;
        for (int i = at; i < at + units; i++) {
            d[i] = (d[i] - mean) * scale - normal[i] * pull;
        }
    }
}
