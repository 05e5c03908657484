package dev.skipstream.train;

import dev.skipstream.rnn.RnnConfig;

/**
 * All samples between one update and the next, of every row of a shard: round r holds each row's state after r
 * updates, the samples it skips in that state, and the one that updates it next.
 *
 * <pre>
 *   row 0   ●──○──○──●──○──○──○──●──○──○            ● used, ○ skipped
 *   row 1   ●──●──○──○──○──○──●──○──○──○
 *   round   0 └── 1 ──┘└──── 2 ────┘└─ 3
 * </pre>
 *
 * <p>Rows are independent of each other, so they need not go in step: in a round each row makes one update, whenever it
 * is. The products with the state are then as large as can be, however few samples are used, and are computed once for
 * all samples that share a state. Slots 0 … open−1 have a next update; the rest skip to the end of their sequence.
 */
final class Round {
    int active; // slots
    int open; // slots with a next update
    final int[] row; // (slots): row of the shard
    final int[] last; // (slots): step of the latest update, −1 before the first
    final float[] increment; // (slots): Δũ in force
    final float[][] h; // per layer (slots, H): the state
    final float[][] c; // likewise; LSTM only
    final Items used; // the next updates; sample k is that of slot k

    /** The round's skipped samples are those of the pool from here … */
    int skippedFrom;

    /** … to here (exclusive). */
    int skippedTo;

    Round(RnnConfig config, int slots) {
        row = new int[slots];
        last = new int[slots];
        increment = new float[slots];
        h = new float[config.layers()][];
        c = new float[config.layers()][];
        for (int l = 0; l < h.length; l++) {
            int size = slots * config.units().get(l);
            h[l] = new float[size];
            c[l] = new float[config.cell().isLstm() ? size : 0];
        }
        used = new Items(config, slots, null);
    }

    void clear() {
        active = 0;
        open = 0;
        used.count = 0;
    }

    /** Takes in a row that made its update as sample k of the round before, and returns its slot. */
    int add(Round before, int k) {
        int slot = active++;
        row[slot] = before.row[k];
        last[slot] = before.used.step[k];
        increment[slot] = before.used.increment[k];
        for (int l = 0; l < h.length; l++) {
            int units = h[l].length / row.length;
            System.arraycopy(before.used.layers[l].h, k * units, h[l], slot * units, units);
            if (c[l].length > 0) {
                System.arraycopy(before.used.layers[l].c, k * units, c[l], slot * units, units);
            }
        }
        return slot;
    }
}
