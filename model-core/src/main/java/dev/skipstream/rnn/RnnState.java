package dev.skipstream.rnn;

/**
 * Everything of a network that changes while it runs: each layer's hidden state h (and cell state c), and the scratch
 * of a step. Belongs to one thread at a time. Made by {@link SkipRnn#newState}; fits every network of the same
 * configuration.
 */
public final class RnnState {
    /** One layer's state and scratch. */
    static final class Layer {
        final float[] h; // (H)
        final float[] c; // (H), LSTM only; a GRU's is empty
        final float[] joined; // (I + H): the step's x, then h
        final float[] gates; // (4H) LSTM i f g o, (2H) GRU r z
        final float[] candidate; // (H), GRU only

        Layer(RnnConfig config, int layer) {
            int units = config.units().get(layer);
            boolean lstm = config.cell().isLstm();
            h = new float[units];
            c = new float[lstm ? units : 0];
            joined = new float[config.inputs(layer) + units];
            gates = new float[config.cell().normalisedGates() * units];
            candidate = new float[lstm ? 0 : units];
        }
    }

    final Layer[] layers;
    final float[] x; // (I): the normalised or embedded sample

    RnnState(RnnConfig config) {
        layers = new Layer[config.layers()];
        for (int l = 0; l < layers.length; l++) {
            layers[l] = new Layer(config, l);
        }
        x = new float[config.inputs()];
    }

    /** Floats that {@link #store} writes: h (and c) of every layer. */
    public int size() {
        int size = 0;
        for (Layer layer : layers) {
            size += layer.h.length + layer.c.length;
        }
        return size;
    }

    /** Copies the hidden state out: h, then c (LSTM), layer by layer from the bottom. */
    public void store(float[] hidden) {
        checkSize(hidden);
        int at = 0;
        for (Layer layer : layers) {
            System.arraycopy(layer.h, 0, hidden, at, layer.h.length);
            at += layer.h.length;
            System.arraycopy(layer.c, 0, hidden, at, layer.c.length);
            at += layer.c.length;
        }
    }

    /** Takes a hidden state in that {@link #store} copied out. */
    public void load(float[] hidden) {
        checkSize(hidden);
        int at = 0;
        for (Layer layer : layers) {
            System.arraycopy(hidden, at, layer.h, 0, layer.h.length);
            at += layer.h.length;
            System.arraycopy(hidden, at, layer.c, 0, layer.c.length);
            at += layer.c.length;
        }
    }

    /** Top layer's hidden state h (H), live. */
    float[] top() {
        return layers[layers.length - 1].h;
    }

    private void checkSize(float[] hidden) {
        if (hidden.length != size()) {
            throw new IllegalArgumentException("hidden state must hold " + size() + " numbers, found " + hidden.length);
        }
    }
}
