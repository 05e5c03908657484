package dev.skipstream.rnn;

/**
 * Steps of several sensors of one Skip GRU in one product: five columns of weights are read and used for every sensor
 * before the next five. Each element is summed as {@link Affine} sums it, so the states are bit for bit those of single
 * steps; the weights come from memory once for all sensors instead of once for each. Only a benchmark uses it. Belongs to
 * one thread.
 */
public final class BatchedGru {
    private static final int FUSED = 5;

    private final int units;
    private final int batch;
    private final float[][] gateColumns; // (1 + H, 2H)
    private final float[][] candidateColumns; // (1 + H, H)
    private final float[] gateBias; // (2H)
    private final float[] candidateBias; // (H)
    private final float[] gateWeight; // (H)
    private final float updateBias;
    private final float[][] h; // (B, H)
    private final float[][] joined; // (B, 1 + H)
    private final float[][] gates; // (B, 2H)
    private final float[][] candidate; // (B, H)

    /** @throws IllegalArgumentException unless the network is one layer of Skip GRU with one plain input */
    public BatchedGru(RnnConfig config, RnnWeights weights, int batch) {
        if (config.cell() != CellKind.SKIP_GRU || config.layers() != 1 || config.inputs() != 1 || config.normalised()) {
            throw new IllegalArgumentException("network must be one Skip GRU with one plain input, found " + config);
        }
        units = config.topUnits();
        this.batch = batch;
        float[] input = weights.data("rnn.weight_ih_l0"); // (3H, 1)
        float[] hidden = weights.data("rnn.weight_hh_l0"); // (3H, H)
        gateColumns = columns(input, hidden, 0, 2 * units);
        candidateColumns = columns(input, hidden, 2 * units, 3 * units);
        gateBias = java.util.Arrays.copyOfRange(weights.data("rnn.bias_l0"), 0, 2 * units);
        candidateBias = java.util.Arrays.copyOfRange(weights.data("rnn.bias_l0"), 2 * units, 3 * units);
        gateWeight = weights.data("update.weight").clone();
        updateBias = weights.data("update.bias")[0];
        h = new float[batch][];
        for (int b = 0; b < batch; b++) {
            h[b] = weights.data("rnn.h0_l0").clone();
        }
        joined = new float[batch][1 + units];
        gates = new float[batch][2 * units];
        candidate = new float[batch][units];
    }

    private float[][] columns(float[] input, float[] hidden, int from, int to) {
        float[][] columns = new float[1 + units][to - from];
        for (int row = from; row < to; row++) {
            columns[0][row - from] = input[row];
            for (int k = 0; k < units; k++) {
                columns[1 + k][row - from] = hidden[row * units + k];
            }
        }
        return columns;
    }

    /**
     * One step of every sensor.
     *
     * @param x one sample a sensor (B)
     * @param increments becomes each sensor's Δũ (B)
     */
    public void step(float[] x, float[] increments) {
        for (int b = 0; b < batch; b++) {
            joined[b][0] = x[b];
            System.arraycopy(h[b], 0, joined[b], 1, units);
        }
        product(gateColumns, gateBias, gates);
        for (int b = 0; b < batch; b++) {
            Activations.sigmoid(gates[b], 0, 2 * units);
            reset(gates[b], h[b], joined[b], units);
        }
        product(candidateColumns, candidateBias, candidate);
        for (int b = 0; b < batch; b++) {
            Activations.tanh(candidate[b], 0, units);
            combine(gates[b], candidate[b], h[b], units);
            float logit = updateBias;
            for (int i = 0; i < units; i++) {
                logit = Math.fma(gateWeight[i], h[b][i], logit);
            }
            increments[b] = UpdateGate.increment(logit);
        }
    }

    private static void reset(float[] rz, float[] h, float[] joined, int units) {
        for (int i = 0; i < units; i++) {
            joined[1 + i] = rz[i] * h[i];
        }
    }

    private static void combine(float[] rz, float[] n, float[] h, int units) {
        for (int i = 0; i < units; i++) {
            h[i] = Math.fma(rz[units + i], h[i] - n[i], n[i]);
        }
    }

    private void product(float[][] columns, float[] bias, float[][] y) {
        for (int b = 0; b < batch; b++) {
            System.arraycopy(bias, 0, y[b], 0, bias.length);
        }
        int k = 0;
        for (; k + FUSED <= columns.length; k += FUSED) {
            for (int b = 0; b < batch; b++) {
                addFive(columns, k, joined[b], y[b], bias.length);
            }
        }
        for (; k < columns.length; k++) {
            for (int b = 0; b < batch; b++) {
                addOne(columns[k], joined[b][k], y[b], bias.length);
            }
        }
    }

    private static void addFive(float[][] columns, int k, float[] v, float[] y, int n) {
        float[] c0 = columns[k];
        float[] c1 = columns[k + 1];
        float[] c2 = columns[k + 2];
        float[] c3 = columns[k + 3];
        float[] c4 = columns[k + 4];
        float v0 = v[k];
        float v1 = v[k + 1];
        float v2 = v[k + 2];
        float v3 = v[k + 3];
        float v4 = v[k + 4];
        for (int i = 0; i < n; i++) {
            y[i] = Math.fma(
                    c4[i],
                    v4,
                    Math.fma(c3[i], v3, Math.fma(c2[i], v2, Math.fma(c1[i], v1, Math.fma(c0[i], v0, y[i])))));
        }
    }

    private static void addOne(float[] column, float value, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.fma(column[i], value, y[i]);
        }
    }
}
