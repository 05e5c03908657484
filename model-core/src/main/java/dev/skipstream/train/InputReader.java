package dev.skipstream.train;

import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;

/** Reads samples as the network does: embedded, then normalised. Thread-safe while the weights stay. */
final class InputReader {
    private final int channels;
    private final int inputs; // I
    private final int vocabulary; // V, 0: no embedding
    private final float[] embedding; // (V, I), live
    private final float[] mean; // (I), empty: no normalisation
    private final float[] std;

    InputReader(RnnConfig config, RnnWeights weights) {
        channels = config.channels();
        inputs = config.inputs();
        vocabulary = config.vocabulary();
        embedding = vocabulary > 0 ? weights.data("embedding.weight") : new float[0];
        mean = config.normalised() ? weights.data("input.mean") : new float[0];
        std = config.normalised() ? weights.data("input.std") : new float[0];
    }

    /** Writes step t of a batch's row to {@code x} from {@code at} on: (I). */
    void read(Batch batch, int row, int t, float[] x, int at) {
        int offset = batch.offsets[row] + t * channels;
        if (vocabulary == 0) {
            System.arraycopy(batch.values[row], offset, x, at, inputs);
        } else {
            int token = token(batch.values[row][offset]);
            for (int i = 0; i < inputs; i++) {
                x[at + i] = token < 0 ? 0f : embedding[token * inputs + i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            x[at + i] = (x[at + i] - mean[i]) / std[i];
        }
    }

    /** Back through {@link #read}: adds ∂L/∂x, (I) from {@code at} on, to the gradient of the sample's embedding row. */
    void readBack(Batch batch, int row, int t, float[] dx, int at, float[] embeddingGradient) {
        int token = token(batch.values[row][batch.offsets[row] + t * channels]);
        if (token < 0) {
            return;
        }
        for (int i = 0; i < inputs; i++) {
            float d = mean.length == 0 ? dx[at + i] : dx[at + i] / std[i];
            embeddingGradient[token * inputs + i] += d;
        }
    }

    /** Row of the embedding; −1 for what is no token, which reads the zero vector. */
    private int token(float value) {
        int token = (int) value;
        return token == value && token >= 0 && token < vocabulary ? token : -1;
    }
}
