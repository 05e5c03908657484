package dev.skipstream.train;

import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.rnn.UpdateGate;
import java.util.ArrayList;
import java.util.List;

/**
 * The way forward over some rows of a batch, update by update (see {@link Round}), and everything it keeps for the way
 * back, {@link ShardBackward}. Memory is kept from run to run. One thread at a time.
 */
final class Shard {
    /** Elements of one gate array: long enough for vectors, short enough for the first caches. */
    private static final int CHUNK = 3072;

    final RnnConfig config;
    final int capacity; // rows
    final RnnWeights gradients; // of the last run
    final LayerPass[] layers;
    final HeadPass head;
    final StepHead stepHead;
    final List<Round> rounds = new ArrayList<>();
    final List<Items> skipped = new ArrayList<>();
    int roundCount;
    private int skippedCount;
    private final int chunk; // samples
    double updates; // samples used in all rows

    Batch batch;
    int from; // first row of the batch
    int rows;
    InputReader reader;
    private RnnWeights weights;

    Shard(RnnConfig config, List<List<PackedWeights>> packed, int capacity) {
        this.config = config;
        this.capacity = capacity;
        int most = config.units().stream().mapToInt(Integer::intValue).max().orElse(1);
        chunk = Math.max(capacity, Math.min(128, CHUNK / most));
        gradients = new RnnWeights(config);
        layers = new LayerPass[config.layers()];
        for (int l = 0; l < layers.length; l++) {
            List<PackedWeights> w = packed.get(l);
            layers[l] = config.cell().isLstm()
                    ? new LstmPass(config, l, capacity, chunk, w.get(0), gradients)
                    : new GruPass(config, l, capacity, chunk, w.get(0), w.get(1), gradients);
        }
        head = new HeadPass(config, capacity, gradients);
        stepHead = new StepHead(config, capacity, gradients);
    }

    /** Runs rows {@code from} … {@code from + rows − 1} of the batch forward and computes their loss. */
    void forward(Batch newBatch, int newFrom, int newRows, RnnWeights newWeights) {
        batch = newBatch;
        from = newFrom;
        rows = newRows;
        weights = newWeights;
        reader = new InputReader(config, weights);
        gradients.tensors().values().forEach(tensor -> tensor.zero());
        for (LayerPass layer : layers) {
            layer.begin(weights);
        }
        if (batch.stepTargets != null) {
            stepHead.begin(batch, from, rows, weights);
        }
        skippedCount = 0;
        updates = 0;
        roundCount = 0;
        Round round = firstRound();
        while (round.active > 0) {
            run(round);
            round = nextRound(round);
        }
        roundCount--; // the last one is empty
        if (batch.stepTargets == null) {
            head.run(batch, from, rows, weights);
        }
    }

    /** This shard's part of the batch's mean loss. */
    double loss() {
        return batch.stepTargets == null ? head.loss : stepHead.loss;
    }

    /** Likewise. */
    double accuracy() {
        return batch.stepTargets == null ? head.accuracy : stepHead.accuracy;
    }

    private Round round(int r) {
        while (rounds.size() <= r) {
            rounds.add(new Round(config, capacity));
        }
        rounds.get(r).clear();
        return rounds.get(r);
    }

    /** Every row at the initial state; its first sample updates. */
    private Round firstRound() {
        Round round = round(roundCount++);
        for (int l = 0; l < layers.length; l++) {
            float[] h0 = weights.data("rnn.h0_l" + l);
            float[] c0 = round.c[l].length > 0 ? weights.data("rnn.c0_l" + l) : new float[0];
            for (int b = 0; b < rows; b++) {
                System.arraycopy(h0, 0, round.h[l], b * h0.length, h0.length);
                System.arraycopy(c0, 0, round.c[l], b * c0.length, c0.length);
            }
        }
        for (int b = 0; b < rows; b++) {
            round.row[b] = b;
            round.last[b] = -1;
            round.increment[b] = 1f;
            round.used.add(b, 0);
        }
        round.active = rows;
        round.open = rows;
        return round;
    }

    private Round nextRound(Round before) {
        Round next = round(roundCount++);
        for (int k = 0; k < before.open; k++) {
            int step = nextUpdate(before, k);
            if (step >= 0) {
                int slot = next.add(before, k);
                next.used.add(slot, step);
            }
        }
        next.open = next.active;
        for (int k = 0; k < before.open; k++) {
            boolean ends = before.used.step[k] == length(before.row[k]) - 1;
            if (nextUpdate(before, k) < 0 && !ends && config.cell().skips()) {
                next.add(before, k); // skips to the end, and what it skips matters to the gate
            } else if (nextUpdate(before, k) < 0) {
                Items.Layer top = before.used.layers[layers.length - 1];
                finish(before.row[k], top.h, k);
            }
        }
        return next;
    }

    /** Step of the update after that of slot k; −1: none in this sequence. */
    private int nextUpdate(Round round, int k) {
        int last = round.used.step[k];
        int length = length(round.row[k]);
        if (batch.used != null) {
            boolean[] used = batch.used[from + round.row[k]];
            int t = last + 1;
            while (t < length && !used[t]) {
                t++;
            }
            return t < length ? t : -1;
        }
        long n = config.cell().skips() ? UpdateGate.samplesToNextUpdate(round.used.increment[k]) : 1;
        return n < length - last ? last + (int) n : -1;
    }

    /** Step at which the state that slot k's update makes is over: that of the next update, or the sequence's end. */
    int end(Round round, int k) {
        int next = nextUpdate(round, k);
        return next < 0 ? length(round.row[k]) : next;
    }

    private int length(int row) {
        return batch.lengths[from + row];
    }

    private void finish(int row, float[] h, int slot) {
        System.arraycopy(h, slot * config.topUnits(), head.hidden.data, row * config.topUnits(), config.topUnits());
    }

    /** The candidates of a round: of the samples used and, for the gate's gradient, of those skipped. */
    private void run(Round round) {
        for (LayerPass layer : layers) {
            layer.multiplyStates(round);
        }
        candidates(round.used, round);
        updates += round.open;
        if (batch.stepTargets != null) {
            float[] h = round.used.layers[layers.length - 1].h;
            for (int k = 0; k < round.open; k++) {
                stepHead.run(round.row[k], round.used.step[k], end(round, k), h, k * config.topUnits());
            }
        }
        round.skippedFrom = skippedCount;
        if (config.cell().skips()) {
            runSkipped(round);
        }
        round.skippedTo = skippedCount;
        for (int k = round.open; k < round.active; k++) {
            finish(round.row[k], round.h[layers.length - 1], k);
        }
    }

    private void runSkipped(Round round) {
        Items items = null;
        for (int k = 0; k < round.active; k++) {
            int end = k < round.open ? round.used.step[k] : length(round.row[k]);
            for (int t = round.last[k] + 1; t < end; t++) {
                if (items == null || items.isFull()) {
                    if (items != null) {
                        candidates(items, round);
                    }
                    items = skipped(skippedCount++);
                }
                items.add(k, t);
            }
        }
        if (items != null) {
            candidates(items, round);
        }
    }

    private Items skipped(int index) {
        while (skipped.size() <= index) {
            skipped.add(new Items(config, chunk, skipped.isEmpty() ? null : skipped.get(0)));
        }
        skipped.get(index).count = 0;
        return skipped.get(index);
    }

    private void candidates(Items items, Round round) {
        for (int q = 0; q < items.count; q++) {
            reader.read(batch, from + round.row[items.slot[q]], items.step[q], items.x, q * config.inputs());
        }
        for (LayerPass layer : layers) {
            layer.forward(items, round);
        }
        if (config.cell().skips()) {
            Items.Layer top = items.layers[layers.length - 1];
            float[] s = config.cell().isLstm() ? top.c : top.h;
            float[] w = weights.data("update.weight");
            float bias = weights.data("update.bias")[0];
            for (int q = 0; q < items.count; q++) {
                items.increment[q] = UpdateGate.increment(Dot.of(w, 0, s, q * w.length, w.length) + bias);
            }
        }
    }
}
