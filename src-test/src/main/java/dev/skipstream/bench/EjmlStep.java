package dev.skipstream.bench;

import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/**
 * One update by EJML's float {@code mult} and the activations of {@code Math}, with no allocation and no product that is
 * not needed: what somebody writes who takes care, but no loops of their own. One layer, without layer norm.
 */
final class EjmlStep {
    private final boolean lstm;
    private final int inputs;
    private final int units;
    private final FMatrixRMaj gates; // (4H, I + H) LSTM, (2H, I + H) GRU: r and z
    private final FMatrixRMaj gatesBias;
    private final FMatrixRMaj candidate; // (H, I + H), GRU only
    private final FMatrixRMaj candidateBias;
    private final FMatrixRMaj update; // (1, H)
    private final float updateBias;

    private final FMatrixRMaj joined; // (I + H, 1)
    private final FMatrixRMaj a; // gates' sums
    private final FMatrixRMaj n; // (H, 1)
    private final FMatrixRMaj h; // (H, 1)
    private final FMatrixRMaj c; // (H, 1), LSTM only
    private final FMatrixRMaj logit = new FMatrixRMaj(1, 1);

    EjmlStep(RnnConfig config, RnnWeights weights) {
        lstm = config.cell().isLstm();
        inputs = config.inputs();
        units = config.topUnits();
        int first = lstm ? 4 : 2;
        gates = joined(weights, 0, first * units);
        gatesBias = bias(weights, 0, first * units);
        candidate = joined(weights, 2 * units, lstm ? 2 * units : 3 * units);
        candidateBias = bias(weights, 2 * units, lstm ? 2 * units : 3 * units);
        update = weights.get("update.weight");
        updateBias = weights.data("update.bias")[0];
        joined = new FMatrixRMaj(inputs + units, 1);
        a = new FMatrixRMaj(first * units, 1);
        n = new FMatrixRMaj(units, 1);
        h = column(weights.data("rnn.h0_l0"));
        c = lstm ? column(weights.data("rnn.c0_l0")) : new FMatrixRMaj(0, 0);
    }

    /** Uses one sample; returns Δũ. */
    float step(float[] samples, int offset) {
        System.arraycopy(samples, offset, joined.data, 0, inputs);
        System.arraycopy(h.data, 0, joined.data, inputs, units);
        CommonOps_FDRM.mult(gates, joined, a);
        CommonOps_FDRM.addEquals(a, gatesBias);
        if (lstm) {
            lstm();
        } else {
            gru();
        }
        CommonOps_FDRM.mult(update, lstm ? c : h, logit);
        return sigmoid(logit.data[0] + updateBias);
    }

    /** h (H), live. */
    float[] hidden() {
        return h.data;
    }

    private void lstm() {
        for (int i = 0; i < units; i++) {
            c.data[i] = sigmoid(a.data[units + i]) * c.data[i] + sigmoid(a.data[i]) * tanh(a.data[2 * units + i]);
            h.data[i] = sigmoid(a.data[3 * units + i]) * tanh(c.data[i]);
        }
    }

    private void gru() {
        for (int i = 0; i < units; i++) {
            joined.data[inputs + i] = sigmoid(a.data[i]) * h.data[i];
        }
        CommonOps_FDRM.mult(candidate, joined, n);
        CommonOps_FDRM.addEquals(n, candidateBias);
        for (int i = 0; i < units; i++) {
            float z = sigmoid(a.data[units + i]);
            h.data[i] = z * h.data[i] + (1 - z) * tanh(n.data[i]);
        }
    }

    private FMatrixRMaj joined(RnnWeights weights, int from, int to) {
        FMatrixRMaj matrix = new FMatrixRMaj(to - from, inputs + units);
        for (int row = from; row < to; row++) {
            int at = (row - from) * matrix.numCols;
            System.arraycopy(weights.data("rnn.weight_ih_l0"), row * inputs, matrix.data, at, inputs);
            System.arraycopy(weights.data("rnn.weight_hh_l0"), row * units, matrix.data, at + inputs, units);
        }
        return matrix;
    }

    private static FMatrixRMaj bias(RnnWeights weights, int from, int to) {
        FMatrixRMaj bias = new FMatrixRMaj(to - from, 1);
        System.arraycopy(weights.data("rnn.bias_l0"), from, bias.data, 0, to - from);
        return bias;
    }

    private static FMatrixRMaj column(float[] values) {
        return new FMatrixRMaj(values.length, 1, true, values.clone());
    }

    private static float sigmoid(float x) {
        return (float) (1 / (1 + Math.exp(-x)));
    }

    private static float tanh(float x) {
        return (float) Math.tanh(x);
    }
}
