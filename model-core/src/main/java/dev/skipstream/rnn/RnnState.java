package dev.skipstream.rnn;

/**
 * Everything of a network that changes while it runs: each layer's hidden state h (and cell state c), and the scratch
 * of a step. Belongs to one thread at a time. Made by {@link SkipRnn#newState}; fits every network of the same
 * configuration.
 */
public final class RnnState {
    /** One layer's state and scratch. V is H rounded up to whole vectors; what is beyond H means nothing. */
    static final class Layer {
        final int units;
        final float[] h; // (V)
        final float[] c; // (V), LSTM only; a GRU's is empty
        final float[] joined; // (I + H): the step's x, then h
        final float[] gates; // (4V) LSTM i f g o, (2V) GRU r z
        final float[] candidate; // (V), GRU only

        Layer(RnnConfig config, int layer) {
            units = config.units().get(layer);
            int width = StepKernel.width(units);
            boolean lstm = config.cell().isLstm();
            h = new float[width];
            c = new float[lstm ? width : 0];
            joined = new float[config.inputs(layer) + units];
            gates = new float[config.cell().normalisedGates() * width];
            candidate = new float[lstm ? 0 : width];
        }

        /** Numbers of h, or of c: none for a GRU's. */
        private int size(float[] values) {
            return Math.min(units, values.length);
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
            size += layer.size(layer.h) + layer.size(layer.c);
        }
        return size;
    }

    /** Copies the hidden state out: h, then c (LSTM), layer by layer from the bottom. */
    public void store(float[] hidden) {
        checkSize(hidden);
        int at = 0;
        for (Layer layer : layers) {
            for (float[] values : new float[][] {layer.h, layer.c}) {
                System.arraycopy(values, 0, hidden, at, layer.size(values));
                at += layer.size(values);
            }
        }
    }

    /** Takes a hidden state in that {@link #store} copied out. */
    public void load(float[] hidden) {
        checkSize(hidden);
        int at = 0;
        for (Layer layer : layers) {
            for (float[] values : new float[][] {layer.h, layer.c}) {
                System.arraycopy(hidden, at, values, 0, layer.size(values));
                at += layer.size(values);
            }
        }
    }

    /** Top layer's hidden state h, live: its first H numbers. */
    float[] top() {
        return layers[layers.length - 1].h;
    }

    private void checkSize(float[] hidden) {
        if (hidden.length != size()) {
            throw new IllegalArgumentException("hidden state must hold " + size() + " numbers, found " + hidden.length);
        }
    }
}
