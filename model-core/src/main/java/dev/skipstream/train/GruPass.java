package dev.skipstream.train;

import dev.skipstream.rnn.GruCell;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;

/**
 * A GRU layer of a shard: the gates' W_hh·h + b once a state; the rest for every sample, since the candidate's product
 * reads r·h and r depends on the sample.
 */
final class GruPass extends LayerPass {
    private static final int CANDIDATE = 2; // gate arrays: r, z, n, r·h
    private static final int RESET = 3;

    private final PackedWeights gates; // r, z
    private final PackedWeights candidate; // n
    private final WeightGradient gatesGradient;
    private final WeightGradient candidateGradient;
    private final float[][] recurrent; // (slots, 2H in whole vectors)
    private final float[][] rows; // (n, 2H in whole vectors)
    private final float[] before; // (n, H)
    private final float[] dReset; // (n, H)
    private final float[] dxGates; // (n, I)

    GruPass(
            RnnConfig config,
            int layer,
            int slots,
            int capacity,
            PackedWeights gates,
            PackedWeights candidate,
            RnnWeights gradients) {
        super(config, layer, capacity, gradients);
        this.gates = gates;
        this.candidate = candidate;
        gatesGradient = new WeightGradient(gates);
        candidateGradient = new WeightGradient(candidate);
        recurrent = new float[slots][gates.width];
        rows = new float[capacity][gates.width];
        before = new float[capacity * units];
        dReset = new float[slots * units];
        dxGates = new float[slots * inputs];
    }

    @Override
    void begin(RnnWeights model) {
        super.begin(model);
        gatesGradient.clear();
        candidateGradient.clear();
    }

    @Override
    void multiplyStates(Round round) {
        for (int k = 0; k < round.active; k++) {
            System.arraycopy(gates.bias, 0, recurrent[k], 0, 2 * units);
        }
        Gemm.add(round.h[layer], 0, units, gates.columns, inputs, units, recurrent, round.active, gates.width);
    }

    @Override
    void forward(Items items, Round round) {
        Items.Layer my = items.layers[layer];
        float[] x = items.inputs(layer);
        int n = items.count;
        for (int q = 0; q < n; q++) {
            System.arraycopy(recurrent[items.slot[q]], 0, rows[q], 0, 2 * units);
        }
        Gemm.add(x, 0, inputs, gates.columns, 0, inputs, rows, n, gates.width);
        split(rows, n, my.gates, 0, 2);
        normalise(items);
        float[] h = statesOf(items, round, round.h[layer], before);
        GruCell.forwardGates(my.gates[0], my.gates[1], h, my.gates[RESET], n * units);
        for (int q = 0; q < n; q++) {
            System.arraycopy(candidate.bias, 0, rows[q], 0, units);
        }
        Gemm.add(x, 0, inputs, candidate.columns, 0, inputs, rows, n, candidate.width);
        Gemm.add(my.gates[RESET], 0, units, candidate.columns, inputs, units, rows, n, candidate.width);
        split(rows, n, my.gates, CANDIDATE, 1);
        GruCell.forwardCandidate(my.gates[CANDIDATE], my.gates[1], h, my.h, n * units);
    }

    @Override
    void backward(Round round, float[] dh, float[] dc, float[] dx) {
        Items items = round.used;
        Items.Layer my = items.layers[layer];
        float[] x = items.inputs(layer);
        float[] h = round.h[layer];
        int n = items.count;
        GruCell.backwardCandidate(my.gates[CANDIDATE], my.gates[1], h, dh, n * units);
        candidateGradient.add(n, x, my.gates[RESET], my.gates, CANDIDATE, 1);
        multiplyBack(my.gates, CANDIDATE, 1, n, candidate.hiddenRows, units, dReset);
        GruCell.backwardGates(my.gates[0], h, dReset, dh, n * units);
        normaliseBack(items);
        gatesGradient.add(n, x, h, my.gates, 0, 2);
        multiplyBack(my.gates, 0, 2, n, gates.hiddenRows, units, dReset);
        add(dReset, dh, n * units);
        if (gates.hasInputGradient()) {
            multiplyBack(my.gates, CANDIDATE, 1, n, candidate.inputRows, inputs, dx);
            multiplyBack(my.gates, 0, 2, n, gates.inputRows, inputs, dxGates);
            add(dxGates, dx, n * inputs);
        }
    }

    private static void add(float[] a, float[] sum, int n) {
        for (int i = 0; i < n; i++) {
            sum[i] += a[i];
        }
    }

    @Override
    void end(RnnWeights gradients) {
        gatesGradient.flush();
        candidateGradient.flush();
        gates.unpack(gatesGradient.sums, gradients);
        candidate.unpack(candidateGradient.sums, gradients);
    }
}
