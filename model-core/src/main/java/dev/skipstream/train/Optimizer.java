package dev.skipstream.train;

import dev.skipstream.rnn.RnnWeights;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Turns gradients into a change of the weights. Fitted tensors ({@code input.*}) are left alone. Not thread-safe. */
public sealed interface Optimizer permits Adam, Sgd {
    /** The optimisers of the command line. */
    enum Kind {
        ADAM,
        SGD;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The kind with this name.
         *
         * @throws IllegalArgumentException naming the known kinds and what was found
         */
        public static Kind of(String text) {
            for (Kind kind : values()) {
                if (kind.text().equals(text)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("optimizer must be one of "
                    + Arrays.stream(values()).map(Kind::text).collect(Collectors.joining(", ")) + ", found " + text);
        }

        /** A fresh optimiser of this kind. */
        public Optimizer create() {
            return this == ADAM ? new Adam() : new Sgd();
        }
    }

    /** Makes one step. */
    void step(RnnWeights weights, RnnWeights gradients, double rate);

    /** An independent copy, with all it remembers. */
    Optimizer copy();

    /** Whether a tensor is trained; the input normalisation is fitted, not trained. */
    static boolean trains(String tensor) {
        return !tensor.startsWith("input.");
    }
}
