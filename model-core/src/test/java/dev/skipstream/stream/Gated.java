package dev.skipstream.stream;

import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RandomNetworks;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Sensors whose gate does not look at the samples. */
final class Gated {
    /** Samples ~ U(−2, 2), one channel. */
    static final float[] SAMPLES = RandomNetworks.samples(new SplittableRandom(2), 400, 1);

    private Gated() {}

    /** Δũ is always about 0.13: of a sequence that begins at 0 the samples 0, 4, 8, 12, … are needed. */
    static Sensor everyFourth(SequenceRules rules) {
        return of(rules, 0.13, HeadKind.SOFTMAX);
    }

    /** Δũ is always about {@code increment}. */
    static Sensor of(SequenceRules rules, double increment, HeadKind head) {
        RnnConfig config =
                new RnnConfig(CellKind.SKIP_GRU, 1, List.of(5), head, 2, List.of("a", "b"), false, 0, 1, false, 0);
        RnnWeights weights = RandomNetworks.weights(new SplittableRandom(1), config, 3);
        Arrays.fill(weights.data("update.weight"), 0);
        weights.data("update.bias")[0] = (float) StrictMath.log(increment / (1 - increment));
        return new Sensor(config, weights, rules);
    }
}
