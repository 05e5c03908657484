package dev.skipstream.train;

import dev.skipstream.rnn.RnnConfig;

/**
 * Samples whose candidates are computed together: each of them is one step of one row, and starts from the state its
 * row has in the {@link Round}. Arrays are gate by gate and flat over samples, so that element-wise loops are long.
 * Belongs to one thread at a time.
 */
final class Items {
    /** What one layer computes for the samples. */
    static final class Layer {
        final float[][] gates; // LSTM i f g o, GRU r z n r·h: (n, H) each
        final float[] h; // h~ (n, H)
        final float[] c; // c~ (n, H); LSTM only
        final float[][] normal; // as gates; layer norm only
        final float[][] deviations; // (gates, n); layer norm only

        private Layer(RnnConfig config, int layer, int capacity, Layer shared) {
            int size = capacity * config.units().get(layer);
            int blocks = config.layerNorm() ? config.cell().normalisedGates() : 0;
            h = new float[size];
            c = new float[config.cell().isLstm() ? size : 0];
            gates = shared == null ? new float[4][size] : shared.gates;
            normal = shared == null ? new float[blocks][size] : shared.normal;
            deviations = shared == null ? new float[blocks][capacity] : shared.deviations;
        }
    }

    final int capacity;
    int count; // n
    final int[] slot; // (n): place of the sample's row in the round
    final int[] step; // (n): t of the sample
    final float[] x; // (n, I)
    final float[] increment; // (n): Δũ~ that the candidate gives
    final Layer[] layers;

    /**
     * @param shared lends its gates, where no way back needs them afterwards: samples that are skipped give no gradient
     *     to the cell; null: gates of their own
     */
    Items(RnnConfig config, int capacity, Items shared) {
        this.capacity = capacity;
        slot = new int[capacity];
        step = new int[capacity];
        x = new float[capacity * config.inputs()];
        increment = new float[capacity];
        layers = new Layer[config.layers()];
        for (int l = 0; l < layers.length; l++) {
            layers[l] = new Layer(config, l, capacity, shared == null ? null : shared.layers[l]);
        }
    }

    /** Adds a sample and returns its index. */
    int add(int itemSlot, int itemStep) {
        slot[count] = itemSlot;
        step[count] = itemStep;
        return count++;
    }

    boolean isFull() {
        return count == capacity;
    }

    /** What layer l reads: the samples, or the candidates h~ of the layer below; (n, I_l). */
    float[] inputs(int layer) {
        return layer == 0 ? x : layers[layer - 1].h;
    }
}
