package dev.skipstream.train;

import dev.skipstream.rnn.RnnWeights;

/**
 * Rows {@code from} … {@code from + outputs − 1} of one layer's [W_ih W_hh] and bias, in the two forms the training
 * products read. An LSTM layer is one of these (4H rows), a GRU layer two (2H gates, H candidate). Packed once an
 * iteration, then read by every thread.
 */
final class PackedWeights {
    final int layer;
    final int inputs; // I of the layer
    final int units; // H of the layer
    final int from;
    final int outputs; // N
    final int width; // N in whole vectors, as Gemm likes its rows
    final float[] bias; // (N)
    final float[][] columns; // (I + H, width): transposed, for the way forward

    /** (N, I in whole vectors), for the gradient of the inputs; empty where nobody asks for it. */
    final float[][] inputRows;

    final float[][] hiddenRows; // (N, H in whole vectors), for the gradient of the hidden state

    PackedWeights(int layer, int inputs, int units, int from, int outputs, boolean inputGradient) {
        this.layer = layer;
        this.inputs = inputs;
        this.units = units;
        this.from = from;
        this.outputs = outputs;
        width = Gemm.width(outputs);
        bias = new float[outputs];
        columns = new float[inputs + units][width];
        inputRows = new float[inputGradient ? outputs : 0][Gemm.width(inputs)];
        hiddenRows = new float[outputs][Gemm.width(units)];
    }

    /** Whether the gradient of the inputs is needed: in upper layers, and below where an embedding is trained. */
    boolean hasInputGradient() {
        return inputRows.length > 0;
    }

    void pack(RnnWeights weights) {
        float[] ih = weights.data("rnn.weight_ih_l" + layer); // (G·H, I)
        float[] hh = weights.data("rnn.weight_hh_l" + layer); // (G·H, H)
        System.arraycopy(weights.data("rnn.bias_l" + layer), from, bias, 0, outputs);
        for (int n = 0; n < outputs; n++) {
            for (int i = 0; i < inputs; i++) {
                columns[i][n] = ih[(from + n) * inputs + i];
            }
            if (hasInputGradient()) {
                System.arraycopy(ih, (from + n) * inputs, inputRows[n], 0, inputs);
            }
            System.arraycopy(hh, (from + n) * units, hiddenRows[n], 0, units);
        }
        for (int i = 0; i < units; i++) {
            float[] column = columns[inputs + i];
            for (int n = 0; n < outputs; n++) {
                column[n] = hh[(from + n) * units + i];
            }
        }
    }

    /**
     * Writes sums of gradients into the tensors they belong to.
     *
     * @param sums (1 + I + H, width): bias, then inputs, then hidden
     */
    void unpack(float[][] sums, RnnWeights gradients) {
        float[] ih = gradients.data("rnn.weight_ih_l" + layer);
        float[] hh = gradients.data("rnn.weight_hh_l" + layer);
        System.arraycopy(sums[0], 0, gradients.data("rnn.bias_l" + layer), from, outputs);
        for (int i = 0; i < inputs; i++) {
            for (int n = 0; n < outputs; n++) {
                ih[(from + n) * inputs + i] = sums[1 + i][n];
            }
        }
        for (int i = 0; i < units; i++) {
            float[] sum = sums[1 + inputs + i];
            for (int n = 0; n < outputs; n++) {
                hh[(from + n) * units + i] = sum[n];
            }
        }
    }
}
