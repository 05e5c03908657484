package dev.skipstream.train;

import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/** The head's way forward and back for one shard: outputs, loss and gradients. One thread at a time. */
final class HeadPass {
    private final RnnConfig config;
    final FMatrixRMaj hidden; // (rows, H): the top layer's last h
    final FMatrixRMaj dHidden; // (rows, H): ∂L/∂ of it
    private final FMatrixRMaj outputs; // (rows, O)
    private final FMatrixRMaj dOutputs; // (rows, O)
    private final FMatrixRMaj dWeight; // (O, H), the model's own tensor
    private final float[] dBias; // (O), likewise
    double loss; // this shard's part of the batch's mean
    double accuracy; // likewise

    HeadPass(RnnConfig config, int rows, RnnWeights gradients) {
        this.config = config;
        hidden = new FMatrixRMaj(rows, config.topUnits());
        dHidden = new FMatrixRMaj(rows, config.topUnits());
        outputs = new FMatrixRMaj(rows, config.outputs());
        dOutputs = new FMatrixRMaj(rows, config.outputs());
        dWeight = gradients.get("head.weight");
        dBias = gradients.data("head.bias");
    }

    /** For so many rows of the batch, from {@code from} on, whose last h stand in {@link #hidden}. */
    void run(Batch batch, int from, int rows, RnnWeights weights) {
        hidden.reshape(rows, config.topUnits());
        outputs.reshape(rows, config.outputs());
        dOutputs.reshape(rows, config.outputs());
        dHidden.reshape(rows, config.topUnits());
        CommonOps_FDRM.multTransB(hidden, weights.get("head.weight"), outputs);
        int o = config.outputs();
        float[] bias = weights.data("head.bias");
        double weight = 1.0 / batch.size;
        loss = 0;
        accuracy = 0;
        for (int b = 0; b < rows; b++) {
            for (int i = 0; i < o; i++) {
                outputs.data[b * o + i] += bias[i];
            }
            int targetAt = (from + b) * batch.targetWidth;
            loss += Loss.of(
                    config.head(),
                    outputs.data,
                    b * o,
                    o,
                    batch.targets,
                    batch.weights,
                    targetAt,
                    weight,
                    dOutputs.data);
            accuracy += weight * Loss.accuracy(config.head(), outputs.data, b * o, o, batch.targets, targetAt);
            for (int i = 0; i < o; i++) {
                dBias[i] += dOutputs.data[b * o + i];
            }
        }
        CommonOps_FDRM.multTransA(dOutputs, hidden, dWeight);
        CommonOps_FDRM.mult(dOutputs, weights.get("head.weight"), dHidden);
    }
}
