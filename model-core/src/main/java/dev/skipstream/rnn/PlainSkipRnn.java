package dev.skipstream.rnn;

import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/**
 * The same network written the obvious way: EJML products and {@code Math} activations. It is what the fast path of
 * {@link SkipRnn} is tested and timed against; the two agree to about 1e-6, not bit for bit. Not thread-safe.
 */
public final class PlainSkipRnn {
    private final RnnConfig config;
    private final RnnWeights weights;
    private final FMatrixRMaj[] h; // (H, 1) each
    private final FMatrixRMaj[] c; // (H, 1) each; LSTM only

    /** A network at its initial state. The weights are read live, not copied. */
    public PlainSkipRnn(RnnConfig config, RnnWeights weights) {
        this.config = config;
        this.weights = weights;
        h = new FMatrixRMaj[config.layers()];
        c = new FMatrixRMaj[config.layers()];
        reset();
    }

    /** Back to the learned initial state. */
    public void reset() {
        for (int l = 0; l < h.length; l++) {
            h[l] = column(weights.data("rnn.h0_l" + l));
            c[l] = config.cell().isLstm() ? column(weights.data("rnn.c0_l" + l)) : new FMatrixRMaj(0, 0);
        }
    }

    /** Uses one sample; as {@link SkipRnn#step}. */
    public float step(float[] samples, int offset) {
        FMatrixRMaj x = input(samples, offset);
        for (int l = 0; l < h.length; l++) {
            if (config.cell().isLstm()) {
                lstm(l, x);
            } else {
                gru(l, x);
            }
            x = h[l];
        }
        if (!config.cell().skips()) {
            return 1f;
        }
        FMatrixRMaj s = (config.cell().isLstm() ? c : h)[h.length - 1];
        float logit = times(weights.get("update.weight"), s).data[0] + weights.data("update.bias")[0];
        return (float) (1 / (1 + Math.exp(-(double) logit)));
    }

    /** The head's raw outputs (O); as {@link SkipRnn#outputs}. */
    public float[] outputs() {
        FMatrixRMaj y = times(weights.get("head.weight"), h[h.length - 1]);
        CommonOps_FDRM.addEquals(y, column(weights.data("head.bias")));
        return y.data;
    }

    private FMatrixRMaj input(float[] samples, int offset) {
        FMatrixRMaj x = new FMatrixRMaj(config.inputs(), 1);
        for (int i = 0; i < config.inputs(); i++) {
            x.data[i] = config.vocabulary() > 0
                    ? weights.get("embedding.weight").get((int) samples[offset], i)
                    : samples[offset + i];
            if (config.normalised()) {
                x.data[i] = (x.data[i] - weights.data("input.mean")[i]) / weights.data("input.std")[i];
            }
        }
        return x;
    }

    private void lstm(int l, FMatrixRMaj x) {
        int units = config.units().get(l);
        FMatrixRMaj a = preactivation(l, x, h[l]);
        normalise(l, a);
        FMatrixRMaj cell = new FMatrixRMaj(units, 1);
        FMatrixRMaj hidden = new FMatrixRMaj(units, 1);
        for (int i = 0; i < units; i++) {
            cell.data[i] = sigmoid(a.data[units + i]) * c[l].data[i] + sigmoid(a.data[i]) * tanh(a.data[2 * units + i]);
            hidden.data[i] = sigmoid(a.data[3 * units + i]) * tanh(cell.data[i]);
        }
        c[l] = cell;
        h[l] = hidden;
    }

    private void gru(int l, FMatrixRMaj x) {
        int units = config.units().get(l);
        FMatrixRMaj rz = preactivation(l, x, h[l]);
        normalise(l, rz);
        FMatrixRMaj reset = new FMatrixRMaj(units, 1);
        for (int i = 0; i < units; i++) {
            reset.data[i] = sigmoid(rz.data[i]) * h[l].data[i];
        }
        FMatrixRMaj n = preactivation(l, x, reset);
        FMatrixRMaj hidden = new FMatrixRMaj(units, 1);
        for (int i = 0; i < units; i++) {
            float z = sigmoid(rz.data[units + i]);
            hidden.data[i] = z * h[l].data[i] + (1 - z) * tanh(n.data[2 * units + i]);
        }
        h[l] = hidden;
    }

    /** W_ih·x + W_hh·hidden + b, (G·H, 1). */
    private FMatrixRMaj preactivation(int l, FMatrixRMaj x, FMatrixRMaj hidden) {
        FMatrixRMaj a = times(weights.get("rnn.weight_ih_l" + l), x);
        CommonOps_FDRM.addEquals(a, times(weights.get("rnn.weight_hh_l" + l), hidden));
        CommonOps_FDRM.addEquals(a, column(weights.data("rnn.bias_l" + l)));
        return a;
    }

    private void normalise(int l, FMatrixRMaj a) {
        if (!config.layerNorm()) {
            return;
        }
        float[] gain = weights.data("rnn.ln_gain_l" + l);
        float[] bias = weights.data("rnn.ln_bias_l" + l);
        int units = config.units().get(l);
        for (int from = 0; from < gain.length; from += units) {
            double mean = 0;
            for (int i = from; i < from + units; i++) {
                mean += a.data[i] / units;
            }
            double variance = 0;
            for (int i = from; i < from + units; i++) {
                variance += (a.data[i] - mean) * (a.data[i] - mean) / units;
            }
            for (int i = from; i < from + units; i++) {
                a.data[i] =
                        (float) (gain[i] * (a.data[i] - mean) / (Math.sqrt(variance) + LayerNorm.EPSILON) + bias[i]);
            }
        }
    }

    private static FMatrixRMaj times(FMatrixRMaj a, FMatrixRMaj b) {
        FMatrixRMaj product = new FMatrixRMaj(a.numRows, b.numCols);
        CommonOps_FDRM.mult(a, b, product);
        return product;
    }

    private static FMatrixRMaj column(float[] values) {
        return new FMatrixRMaj(values.length, 1, true, values);
    }

    private static float sigmoid(float x) {
        return (float) (1 / (1 + Math.exp(-x)));
    }

    private static float tanh(float x) {
        return (float) Math.tanh(x);
    }
}
