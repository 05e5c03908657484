package dev.skipstream.rnn;

/**
 * One LSTM layer's step for one stream.
 *
 * <pre>
 *   a = W_ih·x + W_hh·h + b            blocks i, f, g, o   (layer-normalised, if the model says so)
 *   c~ = σ(f)·c + σ(i)·tanh(g)
 *   h~ = σ(o)·tanh(c~)
 * </pre>
 *
 * <p>A forget bias of 1 is inside b. Source: S. Hochreiter, J. Schmidhuber, 1997, in PyTorch's gate order. Immutable
 * and thread-safe: everything that changes is in the state.
 */
final class LstmCell implements Cell {
    private final int inputs;
    private final int units;
    private final Affine gates;
    private final LayerNorm norm; // null: none

    LstmCell(RnnConfig config, RnnWeights weights, int layer) {
        inputs = config.inputs(layer);
        units = config.units().get(layer);
        gates = new Affine(
                weights.data("rnn.weight_ih_l" + layer),
                inputs,
                weights.data("rnn.weight_hh_l" + layer),
                units,
                weights.data("rnn.bias_l" + layer),
                0,
                4 * units);
        norm = config.layerNorm()
                ? new LayerNorm(weights.data("rnn.ln_gain_l" + layer), weights.data("rnn.ln_bias_l" + layer), units)
                : null;
    }

    @Override
    public void step(float[] x, RnnState.Layer state) {
        float[] v = state.joined;
        float[] a = state.gates;
        System.arraycopy(x, 0, v, 0, inputs);
        System.arraycopy(state.h, 0, v, inputs, units);
        gates.apply(v, a);
        if (norm != null) {
            norm.apply(a);
        }
        Activations.sigmoid(a, 0, 2 * units);
        Activations.tanh(a, 2 * units, 3 * units);
        Activations.sigmoid(a, 3 * units, 4 * units);
        combine(a, state.c, state.h, units);
    }

    /** c ← f·c + i·g and h ← o·tanh(c), the gates in {@code a} (4H) already active. */
    private static void combine(float[] a, float[] c, float[] h, int units) {
        for (int i = 0; i < units; i++) {
            c[i] = Math.fma(a[units + i], c[i], a[i] * a[2 * units + i]);
        }
        for (int i = 0; i < units; i++) {
            h[i] = a[3 * units + i] * Activations.tanh(c[i]);
        }
    }
}
