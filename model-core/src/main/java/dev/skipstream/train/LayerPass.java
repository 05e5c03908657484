package dev.skipstream.train;

import dev.skipstream.rnn.LayerNorm;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import java.util.Arrays;

/** One layer's way forward and back for one shard, with its scratch and gradients. One thread at a time. */
abstract sealed class LayerPass permits LstmPass, GruPass {
    final int layer;
    final int units; // H
    final int inputs; // I
    private final boolean layerNorm;
    private final float[] gainGradient; // (blocks·H); layer norm only
    private final float[] biasGradient;
    private float[] gain;
    private float[] bias;
    private final float[][] rows; // (n, I or H in whole vectors) scratch

    LayerPass(RnnConfig config, int layer, int capacity, RnnWeights gradients) {
        this.layer = layer;
        units = config.units().get(layer);
        inputs = config.inputs(layer);
        layerNorm = config.layerNorm();
        gainGradient = layerNorm ? gradients.data("rnn.ln_gain_l" + layer) : new float[0];
        biasGradient = layerNorm ? gradients.data("rnn.ln_bias_l" + layer) : new float[0];
        rows = new float[capacity][Gemm.width(Math.max(units, inputs))];
    }

    /** Before a shard: the weights of this iteration, and sums of gradients at zero. */
    void begin(RnnWeights weights) {
        gain = layerNorm ? weights.data("rnn.ln_gain_l" + layer) : gainGradient;
        bias = layerNorm ? weights.data("rnn.ln_bias_l" + layer) : biasGradient;
    }

    /** The products with the round's states, which all its samples share. */
    abstract void multiplyStates(Round round);

    /** Candidates of samples of the round. */
    abstract void forward(Items items, Round round);

    /**
     * Back through the used samples of the round, adding to the gradients of the weights.
     *
     * @param dh (n, H): ∂L/∂h~; becomes ∂L/∂ of the round's h
     * @param dc (n, H): ∂L/∂c~; becomes ∂L/∂ of the round's c; LSTM only
     * @param dx (n, I): becomes ∂L/∂ of the inputs, if the weights have an input gradient
     */
    abstract void backward(Round round, float[] dh, float[] dc, float[] dx);

    /** After a shard: the sums of gradients go into their tensors. */
    abstract void end(RnnWeights gradients);

    /** The states' numbers, one row a sample; the used samples stand in the order of the states already. */
    final float[] statesOf(Items items, Round round, float[] states, float[] scratch) {
        if (items == round.used) {
            return states;
        }
        for (int q = 0; q < items.count; q++) {
            System.arraycopy(states, items.slot[q] * units, scratch, q * units, units);
        }
        return scratch;
    }

    /** Row q of the pre-activations, blocks side by side, into gate arrays. */
    final void split(float[][] preactivations, int n, float[][] gates, int firstGate, int blocks) {
        for (int q = 0; q < n; q++) {
            for (int g = 0; g < blocks; g++) {
                System.arraycopy(preactivations[q], g * units, gates[firstGate + g], q * units, units);
            }
        }
    }

    final void normalise(Items items) {
        Items.Layer my = items.layers[layer];
        for (int g = 0; g < my.normal.length; g++) {
            for (int q = 0; q < items.count; q++) {
                my.deviations[g][q] =
                        LayerNorm.forward(my.gates[g], q * units, gain, bias, g * units, units, my.normal[g]);
            }
        }
    }

    final void normaliseBack(Items items) {
        Items.Layer my = items.layers[layer];
        for (int g = 0; g < my.normal.length; g++) {
            for (int q = 0; q < items.count; q++) {
                LayerNorm.backward(
                        my.gates[g],
                        q * units,
                        gain,
                        g * units,
                        units,
                        my.normal[g],
                        my.deviations[g][q],
                        gainGradient,
                        biasGradient);
            }
        }
    }

    /** out (n, width) = Σ_g gates[g] (n, H) · weightRows[g·H …] (H, width). */
    final void multiplyBack(
            float[][] gates, int firstGate, int blocks, int n, float[][] weightRows, int width, float[] out) {
        for (int k = 0; k < n; k++) {
            Arrays.fill(rows[k], 0f);
        }
        for (int g = 0; g < blocks; g++) {
            Gemm.add(gates[firstGate + g], 0, units, weightRows, g * units, units, rows, n, Gemm.width(width));
        }
        for (int k = 0; k < n; k++) {
            System.arraycopy(rows[k], 0, out, k * width, width);
        }
    }
}
