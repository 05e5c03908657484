package dev.skipstream.rnn;

/** One recurrent layer's update of one stream. */
sealed interface Cell permits LstmCell, GruCell {
    /**
     * Replaces the layer's state by its candidate: h ← h~ (and c ← c~). Allocates nothing.
     *
     * @param x the layer's inputs in its first I elements
     */
    void step(float[] x, RnnState.Layer state);

    static Cell of(RnnConfig config, RnnWeights weights, int layer, StepKernel kernel) {
        return config.cell().isLstm()
                ? new LstmCell(config, weights, layer, kernel)
                : new GruCell(config, weights, layer, kernel);
    }
}
