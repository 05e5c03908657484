package dev.skipstream.train;

import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.rnn.UpdateGate;
import java.util.Arrays;

/**
 * The way back over a {@link Shard}, round by round from the last, with the straight-through gradient of the gate.
 *
 * <p>Between two updates the state stands still, and so does the loss's gradient by it: a skipped sample gives no
 * gradient to the cell, only ∂L/∂u = ∂L/∂s·(s~ − s) + … to the gate. So the products run over used samples alone.
 * One thread at a time.
 */
final class ShardBackward {
    private final RnnConfig config;
    private final Shard shard;
    private final float[][] dState; // per layer (rows, H): ∂L/∂h of the state each row is in
    private final float[][] dCell; // likewise ∂L/∂c; LSTM only
    private final float[][] dh; // per layer (slots, H): of the round's samples
    private final float[][] dc; // likewise; LSTM only
    private final float[][] dx; // per layer (slots, I)
    private final UpdateGate.Gradient[] gate; // (rows)

    ShardBackward(Shard shard) {
        this.shard = shard;
        config = shard.config;
        int layers = config.layers();
        dState = new float[layers][];
        dCell = new float[layers][];
        dh = new float[layers][];
        dc = new float[layers][];
        dx = new float[layers][];
        for (int l = 0; l < layers; l++) {
            int size = shard.capacity * config.units().get(l);
            boolean lstm = config.cell().isLstm();
            dState[l] = new float[size];
            dh[l] = new float[size];
            dCell[l] = new float[lstm ? size : 0];
            dc[l] = new float[lstm ? size : 0];
            dx[l] = new float[shard.capacity * config.inputs(l)];
        }
        gate = new UpdateGate.Gradient[shard.capacity];
        Arrays.setAll(gate, b -> new UpdateGate.Gradient());
    }

    /**
     * Adds up the shard's gradients after its way forward.
     *
     * @param gateLoss no effect on cells without a gate
     */
    void run(RnnWeights weights, GateLoss gateLoss) {
        int top = config.layers() - 1;
        for (int l = 0; l <= top; l++) {
            Arrays.fill(dState[l], 0f);
            Arrays.fill(dCell[l], 0f);
        }
        if (shard.batch.stepTargets == null) {
            System.arraycopy(shard.head.dHidden.data, 0, dState[top], 0, shard.rows * config.topUnits());
        }
        for (UpdateGate.Gradient g : gate) {
            g.reset();
        }
        for (int r = shard.roundCount - 1; r >= 0; r--) {
            Round round = shard.rounds.get(r);
            used(round, weights, gateLoss);
            if (config.cell().skips() && !gateLoss.isTaught()) {
                skipped(round, gateLoss);
            }
        }
        for (int l = 0; l <= top; l++) {
            shard.layers[l].end(shard.gradients);
            sumRows(dState[l], shard.gradients.data("rnn.h0_l" + l), shard.rows);
            if (config.cell().isLstm()) {
                sumRows(dCell[l], shard.gradients.data("rnn.c0_l" + l), shard.rows);
            }
        }
    }

    private static void sumRows(float[] rows, float[] sum, int count) {
        for (int b = 0; b < count; b++) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += rows[b * sum.length + i];
            }
        }
    }

    private void used(Round round, RnnWeights weights, GateLoss gateLoss) {
        int top = config.layers() - 1;
        if (shard.batch.stepTargets != null) {
            lossesOfUsed(round, dState[top]);
        }
        for (int l = 0; l <= top; l++) {
            gather(dState[l], round, dh[l], config.units().get(l));
            if (config.cell().isLstm()) {
                gather(dCell[l], round, dc[l], config.units().get(l));
            }
        }
        if (config.cell().skips()) {
            gateOfUsed(round, weights, gateLoss);
        }
        for (int l = top; l >= 0; l--) {
            shard.layers[l].backward(round, dh[l], dc[l], dx[l]);
            if (l > 0) {
                addTo(dh[l - 1], dx[l], round.open * config.inputs(l));
            }
            scatter(dh[l], round, dState[l], config.units().get(l));
            if (config.cell().isLstm()) {
                scatter(dc[l], round, dCell[l], config.units().get(l));
            }
        }
        if (config.vocabulary() > 0) {
            float[] embedding = shard.gradients.data("embedding.weight");
            for (int k = 0; k < round.open; k++) {
                int row = shard.from + round.row[k];
                shard.reader.readBack(shard.batch, row, round.used.step[k], dx[0], k * config.inputs(), embedding);
            }
        }
    }

    /** The losses at the states that the round's updates made; a gate has taken those of skipped steps one by one. */
    private void lossesOfUsed(Round round, float[] dTop) {
        for (int k = 0; k < round.open; k++) {
            int step = round.used.step[k];
            int end = config.cell().skips() ? step + 1 : shard.end(round, k);
            shard.stepHead.back(round.row[k], step, end, dTop, round.row[k] * config.topUnits());
        }
    }

    private void gateOfUsed(Round round, RnnWeights weights, GateLoss gateLoss) {
        int units = config.topUnits();
        boolean lstm = config.cell().isLstm();
        Items.Layer top = round.used.layers[config.layers() - 1];
        float[] s = lstm ? top.c : top.h;
        float[] ds = (lstm ? dc : dh)[config.layers() - 1];
        float[] w = weights.data("update.weight");
        float[] dWeight = shard.gradients.data("update.weight");
        float[] dBias = shard.gradients.data("update.bias");
        for (int k = 0; k < round.open; k++) {
            float d = (float) (gateLoss.isTaught() ? taught(round, k, gateLoss) : estimated(round, k, gateLoss));
            for (int i = 0; i < units; i++) {
                dWeight[i] = Math.fma(d, s[k * units + i], dWeight[i]);
                ds[k * units + i] = Math.fma(d, w[i], ds[k * units + i]);
            }
            dBias[0] += d;
        }
    }

    private double taught(Round round, int k, GateLoss gateLoss) {
        return gateLoss.taught(round.used.step[k], round.used.increment[k]) / shard.batch.size;
    }

    /** The straight-through estimator's. */
    private double estimated(Round round, int k, GateLoss gateLoss) {
        double update = gateLoss.costPerSample() / shard.batch.size + throughState(dh, dc, k, round.used, k, round);
        float probability = probability(round, k, round.used.step[k]);
        double logit = gate[round.row[k]].used(update, round.used.increment[k], round.increment[k], probability);
        if (gateLoss.clip() == 0) {
            return logit;
        }
        double most = gateLoss.clip() / shard.batch.size;
        return Math.max(-most, Math.min(most, logit));
    }

    /** Backwards in time: within a row the samples stand in the order of their steps. */
    private void skipped(Round round, GateLoss gateLoss) {
        double cost = gateLoss.costPerSample() / shard.batch.size;
        for (int c = round.skippedTo - 1; c >= round.skippedFrom; c--) {
            Items items = shard.skipped.get(c);
            for (int q = items.count - 1; q >= 0; q--) {
                int slot = items.slot[q];
                int row = round.row[slot];
                if (shard.batch.stepTargets != null) {
                    int step = items.step[q];
                    float[] dTop = dState[config.layers() - 1];
                    shard.stepHead.back(row, step, step + 1, dTop, row * config.topUnits());
                }
                double update = cost + throughState(dState, dCell, row, items, q, round);
                float probability = probability(round, slot, items.step[q]);
                gate[row].skipped(update, items.increment[q], round.increment[slot], probability);
            }
        }
    }

    private static float probability(Round round, int slot, int step) {
        return UpdateGate.probability(step - round.last[slot], round.increment[slot]);
    }

    /** ∂L/∂s·(s~ − s) of sample q over all layers; row {@code at} of the gradients is the sample's. */
    private double throughState(float[][] gradH, float[][] gradC, int at, Items items, int q, Round round) {
        double sum = 0;
        int slot = items.slot[q];
        for (int l = 0; l < gradH.length; l++) {
            int units = config.units().get(l);
            Items.Layer layer = items.layers[l];
            sum += Dot.ofDifference(gradH[l], at * units, layer.h, q * units, round.h[l], slot * units, units);
            if (gradC[l].length > 0) {
                sum += Dot.ofDifference(gradC[l], at * units, layer.c, q * units, round.c[l], slot * units, units);
            }
        }
        return sum;
    }

    private static void gather(float[] rows, Round round, float[] samples, int units) {
        for (int k = 0; k < round.open; k++) {
            System.arraycopy(rows, round.row[k] * units, samples, k * units, units);
        }
    }

    private static void scatter(float[] samples, Round round, float[] rows, int units) {
        for (int k = 0; k < round.open; k++) {
            System.arraycopy(samples, k * units, rows, round.row[k] * units, units);
        }
    }

    private static void addTo(float[] sum, float[] a, int n) {
        for (int i = 0; i < n; i++) {
            sum[i] += a[i];
        }
    }
}
