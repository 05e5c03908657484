package dev.skipstream.rnn;

/**
 * One LSTM layer: its step for one stream, and beside it the element-wise part of training on many samples at once.
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
public final class LstmCell implements Cell {
    private final int inputs;
    private final int units;
    private final StepKernel kernel;
    private final Affine gates;
    private final LayerNorm norm; // null: none

    LstmCell(RnnConfig config, RnnWeights weights, int layer, StepKernel kernel) {
        inputs = config.inputs(layer);
        units = config.units().get(layer);
        this.kernel = kernel;
        gates = new Affine(
                kernel,
                weights.data("rnn.weight_ih_l" + layer),
                inputs,
                weights.data("rnn.weight_hh_l" + layer),
                units,
                weights.data("rnn.bias_l" + layer),
                0,
                4);
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
        kernel.lstm(a, state.c, state.h);
    }

    /**
     * Candidates of many samples: each array holds n elements, unit by unit and sample by sample.
     *
     * @param i pre-activation of the input gate; becomes σ(i). Likewise f, g (tanh) and o
     * @param before c before the samples
     * @param c becomes c~
     * @param h becomes h~
     */
    public static void forward(
            float[] i, float[] f, float[] g, float[] o, float[] before, float[] c, float[] h, int n) {
        Activations.sigmoid(i, 0, n);
        Activations.sigmoid(f, 0, n);
        Activations.tanh(g, 0, n);
        Activations.sigmoid(o, 0, n);
        for (int k = 0; k < n; k++) {
            c[k] = Math.fma(f[k], before[k], i[k] * g[k]);
        }
        for (int k = 0; k < n; k++) {
            h[k] = Activations.tanh(c[k]);
        }
        for (int k = 0; k < n; k++) {
            h[k] = o[k] * h[k];
        }
    }

    /**
     * Back through {@link #forward}, in place.
     *
     * <pre>
     *   forward was   c~ = f·c + i·g           h~ = o·tanh(c~)
     *   so now        dc~ += dh~·o·(1 − tanh²)  do = dh~·tanh(c~)
     *                 df = dc~·c   di = dc~·g   dg = dc~·i   dc = dc~·f
     *                 each through its activation: σ' = σ(1 − σ), tanh' = 1 − tanh²
     * </pre>
     *
     * @param i σ(i); becomes ∂L/∂ of its pre-activation. Likewise f, g and o
     * @param before c before the samples
     * @param c c~; becomes tanh(c~)
     * @param dh ∂L/∂h~
     * @param dc ∂L/∂c~ but for the way through h~; becomes ∂L/∂ of c before the samples
     */
    public static void backward(
            float[] i, float[] f, float[] g, float[] o, float[] before, float[] c, float[] dh, float[] dc, int n) {
        Activations.tanh(c, 0, n);
        for (int k = 0; k < n; k++) {
            dc[k] = Math.fma(dh[k] * o[k], Math.fma(-c[k], c[k], 1f), dc[k]);
            o[k] = dh[k] * c[k] * o[k] * (1f - o[k]);
        }
        for (int k = 0; k < n; k++) {
            float df = dc[k] * before[k] * f[k] * (1f - f[k]);
            float di = dc[k] * g[k] * i[k] * (1f - i[k]);
            g[k] = dc[k] * i[k] * Math.fma(-g[k], g[k], 1f);
            i[k] = di;
            dc[k] = dc[k] * f[k];
            f[k] = df;
        }
    }
}
