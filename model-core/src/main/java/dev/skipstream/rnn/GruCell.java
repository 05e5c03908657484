package dev.skipstream.rnn;

/**
 * One GRU layer's step for one stream.
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
final class GruCell implements Cell {
    private final int inputs;
    private final int units;
    private final Affine gates;
    private final Affine candidate;
    private final LayerNorm norm; // null: none

    GruCell(RnnConfig config, RnnWeights weights, int layer) {
        inputs = config.inputs(layer);
        units = config.units().get(layer);
        float[] weightIh = weights.data("rnn.weight_ih_l" + layer);
        float[] weightHh = weights.data("rnn.weight_hh_l" + layer);
        float[] bias = weights.data("rnn.bias_l" + layer);
        gates = new Affine(weightIh, inputs, weightHh, units, bias, 0, 2 * units);
        candidate = new Affine(weightIh, inputs, weightHh, units, bias, 2 * units, 3 * units);
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
        Activations.sigmoid(rz, 0, 2 * units);
        for (int i = 0; i < units; i++) {
            v[inputs + i] = rz[i] * h[i];
        }
        candidate.apply(v, n);
        Activations.tanh(n, 0, units);
        combine(rz, n, h, units);
    }

    /** h ← z·h + (1 − z)·n. */
    private static void combine(float[] rz, float[] n, float[] h, int units) {
        for (int i = 0; i < units; i++) {
            h[i] = Math.fma(rz[units + i], h[i] - n[i], n[i]);
        }
    }
}
