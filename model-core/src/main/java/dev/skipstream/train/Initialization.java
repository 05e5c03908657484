package dev.skipstream.train;

import dev.skipstream.data.DataSet;
import dev.skipstream.data.Sequence;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Weights to begin with, as the paper's authors' code begins: Glorot-uniform matrices, biases 0 but for the forget gate
 * (1), the GRU's gates (1) and the update gate (1, so that at first nearly every sample is used).
 *
 * <p>Glorot's limit √(6 / (fan in + fan out)) is that of the authors' joint matrices: [x h] by all gates of an LSTM; by
 * r and z, and by n, of a GRU. Learned initial states begin at N(0, 1), or at 0.
 */
public final class Initialization {
    private Initialization() {}

    /**
     * Fresh weights. The input normalisation, if there is one, is the identity.
     *
     * @param randomStates initial states ~ N(0, 1), as the authors have them; else 0
     * @param updateBias bias of the update gate; no effect on cells without one
     */
    public static RnnWeights of(RnnConfig config, RandomGenerator random, boolean randomStates, double updateBias) {
        RnnWeights weights = new RnnWeights(config);
        for (int l = 0; l < config.layers(); l++) {
            layer(config, weights, l, random);
            if (randomStates) {
                normal(weights.data("rnn.h0_l" + l), random);
                if (config.cell().isLstm()) {
                    normal(weights.data("rnn.c0_l" + l), random);
                }
            }
        }
        int units = config.topUnits();
        if (config.cell().skips()) {
            uniform(weights.data("update.weight"), 0, units, units + 1, random);
            weights.data("update.bias")[0] = (float) updateBias;
        }
        float[] head = weights.data("head.weight");
        uniform(head, 0, head.length, units + config.outputs(), random);
        if (config.normalised()) {
            Arrays.fill(weights.data("input.std"), 1f);
        }
        if (config.vocabulary() > 0) {
            normal(weights.data("embedding.weight"), random);
        }
        return weights;
    }

    /** Fits the input normalisation to a data set: mean and deviation of each channel; a constant one keeps std 1. */
    public static void normalise(RnnWeights weights, DataSet data) {
        int channels = data.channels();
        for (int i = 0; i < channels; i++) {
            double sum = 0;
            long count = 0;
            for (Sequence sequence : data.sequences()) {
                for (int k = i; k < sequence.values().length; k += channels) {
                    sum += sequence.values()[k];
                    count++;
                }
            }
            double mean = sum / count;
            double squares = 0;
            for (Sequence sequence : data.sequences()) {
                for (int k = i; k < sequence.values().length; k += channels) {
                    double d = sequence.values()[k] - mean;
                    squares += d * d;
                }
            }
            float std = (float) Math.sqrt(squares / count);
            weights.data("input.mean")[i] = (float) mean;
            weights.data("input.std")[i] = std > 0 ? std : 1f;
        }
    }

    private static void layer(RnnConfig config, RnnWeights weights, int l, RandomGenerator random) {
        int units = config.units().get(l);
        int inputs = config.inputs(l);
        float[] ih = weights.data("rnn.weight_ih_l" + l);
        float[] hh = weights.data("rnn.weight_hh_l" + l);
        int joint = config.cell().isLstm() ? 4 * units : 2 * units; // rows of the first joint matrix
        for (int from = 0; from < config.cell().gates() * units; from += joint) {
            int rows = Math.min(joint, config.cell().gates() * units - from);
            int fans = inputs + units + rows;
            uniform(ih, from * inputs, (from + rows) * inputs, fans, random);
            uniform(hh, from * units, (from + rows) * units, fans, random);
        }
        if (config.layerNorm()) {
            Arrays.fill(weights.data("rnn.ln_gain_l" + l), 1f);
        }
        float[] bias = weights.data((config.layerNorm() ? "rnn.ln_bias_l" : "rnn.bias_l") + l);
        if (config.cell().isLstm()) {
            Arrays.fill(bias, units, 2 * units, 1f); // forget
        } else {
            Arrays.fill(bias, 0, 2 * units, 1f); // r and z
        }
    }

    private static void uniform(float[] w, int from, int to, int fans, RandomGenerator random) {
        double limit = Math.sqrt(6.0 / fans);
        for (int i = from; i < to; i++) {
            w[i] = (float) (limit * (2 * random.nextDouble() - 1));
        }
    }

    /** Box and Muller, with StrictMath: the JDKs' own nextGaussian gives different bits. */
    private static void normal(float[] w, RandomGenerator random) {
        for (int i = 0; i < w.length; i++) {
            double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
            w[i] = (float) (radius * StrictMath.cos(2 * Math.PI * random.nextDouble()));
        }
    }
}
