package dev.skipstream.rnn;

/**
 * One GRU layer: its step for one stream, and beside it the element-wise part of training on many samples at once.
 *
 * <pre>
 *   r, z = σ(W_ih·x + W_hh·h + b)      first two blocks   (layer-normalised, if the model says so)
 *   n    = tanh(W_in·x + W_hn·(r·h) + b_n)
 *   h~   = z·h + (1 − z)·n
 * </pre>
 *
 * <p>The reset gate acts before the product (K. Cho et al., 2014, the paper's cell), unlike {@code torch.nn.GRU}.
 * Immutable and thread-safe: everything that changes is in the state.
 */
public final class GruCell implements Cell {
    private final int inputs;
    private final int units;
    private final StepKernel kernel;
    private final Affine gates;
    private final Affine candidate;
    private final LayerNorm norm; // null: none

    GruCell(RnnConfig config, RnnWeights weights, int layer, StepKernel kernel) {
        inputs = config.inputs(layer);
        units = config.units().get(layer);
        this.kernel = kernel;
        float[] weightIh = weights.data("rnn.weight_ih_l" + layer);
        float[] weightHh = weights.data("rnn.weight_hh_l" + layer);
        float[] bias = weights.data("rnn.bias_l" + layer);
        gates = new Affine(kernel, weightIh, inputs, weightHh, units, bias, 0, 2);
        candidate = new Affine(kernel, weightIh, inputs, weightHh, units, bias, 2, 3);
        norm = config.layerNorm()
                ? new LayerNorm(weights.data("rnn.ln_gain_l" + layer), weights.data("rnn.ln_bias_l" + layer), units)
                : null;
    }

    @Override
    public void step(float[] x, RnnState.Layer state) {
        float[] v = state.joined;
        float[] rz = state.gates;
        float[] n = state.candidate;
        float[] h = state.h;
        System.arraycopy(x, 0, v, 0, inputs);
        System.arraycopy(h, 0, v, inputs, units);
        gates.apply(v, rz);
        if (norm != null) {
            norm.apply(rz);
        }
        kernel.gruGates(rz, h, n);
        System.arraycopy(n, 0, v, inputs, units);
        candidate.apply(v, n);
        kernel.gruState(n, rz, h);
    }

    /**
     * First half of many samples' candidates: each array holds n elements, unit by unit and sample by sample.
     *
     * @param r pre-activation of the reset gate; becomes σ(r). Likewise z
     * @param before h before the samples
     * @param reset becomes r·h, what the candidate's product reads
     */
    public static void forwardGates(float[] r, float[] z, float[] before, float[] reset, int n) {
        Activations.sigmoid(r, 0, n);
        Activations.sigmoid(z, 0, n);
        for (int k = 0; k < n; k++) {
            reset[k] = r[k] * before[k];
        }
    }

    /**
     * Second half.
     *
     * @param m pre-activation of n; becomes tanh of it
     * @param h becomes h~
     */
    public static void forwardCandidate(float[] m, float[] z, float[] before, float[] h, int n) {
        Activations.tanh(m, 0, n);
        for (int k = 0; k < n; k++) {
            h[k] = Math.fma(z[k], before[k] - m[k], m[k]);
        }
    }

    /**
     * Back through {@link #forwardCandidate}, in place.
     *
     * <pre>
     *   forward was   h~ = z·h + (1 − z)·n
     *   so now        dz = dh~·(h − n)   dn = dh~·(1 − z)   dh = dh~·z
     *                 each through its activation: σ' = σ(1 − σ), tanh' = 1 − tanh²
     * </pre>
     *
     * @param m tanh; becomes ∂L/∂ of its pre-activation
     * @param z σ(z); becomes ∂L/∂ of its pre-activation
     * @param dh ∂L/∂h~; becomes ∂L/∂ of h before the samples, but for the ways through the products
     */
    public static void backwardCandidate(float[] m, float[] z, float[] before, float[] dh, int n) {
        for (int k = 0; k < n; k++) {
            float dz = dh[k] * (before[k] - m[k]) * z[k] * (1f - z[k]);
            m[k] = dh[k] * (1f - z[k]) * Math.fma(-m[k], m[k], 1f);
            dh[k] = dh[k] * z[k];
            z[k] = dz;
        }
    }

    /**
     * Back through {@link #forwardGates}, in place: forward was reset = r·h, so now dr = d·h and dh += d·r.
     *
     * @param r σ(r); becomes ∂L/∂ of its pre-activation
     * @param d ∂L/∂(r·h)
     * @param dh gains the way of h through r·h
     */
    public static void backwardGates(float[] r, float[] before, float[] d, float[] dh, int n) {
        for (int k = 0; k < n; k++) {
            dh[k] = Math.fma(d[k], r[k], dh[k]);
            r[k] = d[k] * before[k] * r[k] * (1f - r[k]);
        }
    }
}
