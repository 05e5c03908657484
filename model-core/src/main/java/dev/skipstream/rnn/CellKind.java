package dev.skipstream.rnn;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The four recurrent cells: LSTM and GRU, each with or without the update gate that skips samples. */
public enum CellKind {
    LSTM(4, false),
    GRU(3, false),
    SKIP_LSTM(4, true),
    SKIP_GRU(3, true);

    private final int gates;
    private final boolean skips;

    CellKind(int gates, boolean skips) {
        this.gates = gates;
        this.skips = skips;
    }

    /** G: blocks of H rows in a weight matrix. LSTM i, f, g, o; GRU r, z, n. */
    public int gates() {
        return gates;
    }

    /** Whether an update gate decides which samples are used; without it every sample is. */
    public boolean skips() {
        return skips;
    }

    /** Whether the cell carries a cell state c beside its hidden state h. */
    public boolean isLstm() {
        return gates == 4;
    }

    /** Pre-activation blocks that layer norm acts on: all four of an LSTM, r and z of a GRU. */
    public int normalisedGates() {
        return isLstm() ? 4 : 2;
    }

    /** The name in model files and on the command line: {@code lstm}, {@code gru}, {@code skip-lstm}, {@code skip-gru}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The kind with this name.
     *
     * @throws IllegalArgumentException naming the known kinds and what was found
     */
    public static CellKind of(String text) {
        for (CellKind kind : values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("cell must be one of "
                + Arrays.stream(values()).map(CellKind::text).collect(Collectors.joining(", ")) + ", found " + text);
    }

    @Override
    public String toString() {
        return text();
    }
}
