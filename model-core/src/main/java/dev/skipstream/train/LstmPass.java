package dev.skipstream.train;

import dev.skipstream.rnn.LstmCell;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;

/** An LSTM layer of a shard: W_hh·h + b once a state, W_ih·x for every sample, then {@link LstmCell}'s elements. */
final class LstmPass extends LayerPass {
    private static final int GATES = 4;

    private final PackedWeights weights;
    private final WeightGradient gradient;
    private final float[][] recurrent; // (slots, 4H in whole vectors)
    private final float[][] rows; // (n, 4H in whole vectors)
    private final float[] before; // (n, H)

    LstmPass(RnnConfig config, int layer, int slots, int capacity, PackedWeights weights, RnnWeights gradients) {
        super(config, layer, capacity, gradients);
        this.weights = weights;
        gradient = new WeightGradient(weights);
        recurrent = new float[slots][weights.width];
        rows = new float[capacity][weights.width];
        before = new float[capacity * units];
    }

    @Override
    void begin(RnnWeights model) {
        super.begin(model);
        gradient.clear();
    }

    @Override
    void multiplyStates(Round round) {
        for (int k = 0; k < round.active; k++) {
            System.arraycopy(weights.bias, 0, recurrent[k], 0, GATES * units);
        }
        Gemm.add(round.h[layer], 0, units, weights.columns, inputs, units, recurrent, round.active, weights.width);
    }

    @Override
    void forward(Items items, Round round) {
        Items.Layer my = items.layers[layer];
        int n = items.count;
        for (int q = 0; q < n; q++) {
            System.arraycopy(recurrent[items.slot[q]], 0, rows[q], 0, GATES * units);
        }
        Gemm.add(items.inputs(layer), 0, inputs, weights.columns, 0, inputs, rows, n, weights.width);
        split(rows, n, my.gates, 0, GATES);
        normalise(items);
        LstmCell.forward(
                my.gates[0],
                my.gates[1],
                my.gates[2],
                my.gates[3],
                statesOf(items, round, round.c[layer], before),
                my.c,
                my.h,
                n * units);
    }

    @Override
    void backward(Round round, float[] dh, float[] dc, float[] dx) {
        Items items = round.used;
        Items.Layer my = items.layers[layer];
        int n = items.count;
        LstmCell.backward(my.gates[0], my.gates[1], my.gates[2], my.gates[3], round.c[layer], my.c, dh, dc, n * units);
        normaliseBack(items);
        gradient.add(n, items.inputs(layer), round.h[layer], my.gates, 0, GATES);
        multiplyBack(my.gates, 0, GATES, n, weights.hiddenRows, units, dh);
        if (weights.hasInputGradient()) {
            multiplyBack(my.gates, 0, GATES, n, weights.inputRows, inputs, dx);
        }
    }

    @Override
    void end(RnnWeights gradients) {
        gradient.flush();
        weights.unpack(gradient.sums, gradients);
    }
}
