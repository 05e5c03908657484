package dev.skipstream.train;

import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import java.util.Arrays;

/**
 * The head of one shard where every sample has a target: at each step it reads the state after that step, which a
 * skipped sample leaves as it is. So it is computed once a state, and the losses of all steps that share it follow.
 * One thread at a time.
 *
 * <pre>
 *   L = 1/B · Σ_b 1/T_b · Σ_t loss(W·h_t + b, target_t)        T_b: steps whose target is known
 * </pre>
 */
final class StepHead {
    private final RnnConfig config;
    private final float[] outputs; // (O)
    private final float[] sum; // (O): ∂L/∂outputs, summed over the steps of a state
    private final float[] one; // (O): of one step
    private final float[][] dOutputs; // per row (T, O)
    private final double[] weight; // (rows): 1 / (B·T_b); 0: no target is known
    private final float[] dWeight; // (O, H), the model's own tensor
    private final float[] dBias; // (O), likewise
    private float[] head; // (O, H)
    private float[] bias; // (O)
    private Batch batch;
    private int from;
    double loss; // this shard's part of the batch's mean
    double accuracy; // likewise

    StepHead(RnnConfig config, int rows, RnnWeights gradients) {
        this.config = config;
        int o = config.outputs();
        outputs = new float[o];
        sum = new float[o];
        one = new float[o];
        dOutputs = new float[rows][0];
        weight = new double[rows];
        dWeight = gradients.data("head.weight");
        dBias = gradients.data("head.bias");
    }

    /** Before the first state: for so many rows of the batch, from {@code from} on. */
    void begin(Batch newBatch, int newFrom, int rows, RnnWeights weights) {
        batch = newBatch;
        from = newFrom;
        head = weights.data("head.weight");
        bias = weights.data("head.bias");
        loss = 0;
        accuracy = 0;
        for (int b = 0; b < rows; b++) {
            float[] targets = batch.stepTargets[from + b];
            int known = 0;
            for (int t = 0; t < batch.lengths[from + b]; t++) {
                known += Loss.isKnown(targets, t * batch.targetWidth) ? 1 : 0;
            }
            weight[b] = known == 0 ? 0 : 1.0 / batch.size / known;
            int size = batch.lengths[from + b] * config.outputs();
            if (dOutputs[b].length < size) {
                dOutputs[b] = new float[size];
            }
        }
    }

    /**
     * The losses of a row's steps {@code begin} … {@code end − 1}, which share one state.
     *
     * @param h holds the state's top layer (H) from {@code at} on
     */
    void run(int row, int begin, int end, float[] h, int at) {
        int o = config.outputs();
        int units = config.topUnits();
        for (int i = 0; i < o; i++) {
            outputs[i] = Dot.of(head, i * units, h, at, units) + bias[i];
        }
        Arrays.fill(sum, 0f);
        float[] targets = batch.stepTargets[from + row];
        float[] weights = batch.stepWeights == null ? null : batch.stepWeights[from + row];
        for (int t = begin; t < end; t++) {
            int targetAt = t * batch.targetWidth;
            Arrays.fill(one, 0f);
            if (Loss.isKnown(targets, targetAt)) {
                loss += Loss.of(config.head(), outputs, 0, o, targets, weights, targetAt, weight[row], one);
                accuracy += weight[row] * Loss.accuracy(config.head(), outputs, 0, o, targets, targetAt);
            }
            System.arraycopy(one, 0, dOutputs[row], t * o, o);
            for (int i = 0; i < o; i++) {
                sum[i] += one[i];
            }
        }
        for (int i = 0; i < o; i++) {
            dBias[i] += sum[i];
            for (int k = 0; k < units; k++) {
                dWeight[i * units + k] = Math.fma(sum[i], h[at + k], dWeight[i * units + k]);
            }
        }
    }

    /** Adds ∂L/∂h by the losses of steps {@code begin} … {@code end − 1} to the row's gradient (H), from {@code at} on. */
    void back(int row, int begin, int end, float[] dState, int at) {
        int o = config.outputs();
        int units = config.topUnits();
        for (int i = 0; i < o; i++) {
            float d = 0;
            for (int t = begin; t < end; t++) {
                d += dOutputs[row][t * o + i];
            }
            for (int k = 0; k < units; k++) {
                dState[at + k] = Math.fma(d, head[i * units + k], dState[at + k]);
            }
        }
    }
}
