package dev.skipstream.rnn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every bit of long runs, pinned: any JDK, compiler, processor and kernel must give these hashes. Weights and samples come from
 * integer arithmetic of our own. Where a JVM computes {@code Math.fma} in software ({@code -XX:-UseFMA}) the short runs
 * alone take minutes.
 */
class BitParityTest {
    private static final int SEQUENCE = 500; // samples

    @ParameterizedTest
    @CsvSource({
        "LSTM,      2000, 0d2f51277087db33397ea14109b5aa46e402fa76738ce32309871fd13df68491",
        "GRU,       2000, 1167965a68aff1752fdfd69fbc0aa5602dc647edae5ab86133d54d2003fdc74c",
        "SKIP_LSTM, 2000, 07140f60c38d6d33434b22c99229d994a26347bf3610a93384e97dfefcf2afc9",
        "SKIP_GRU,  2000, d88f3ad375afb49837b288a457c85dfe6ddfa0da49ea490b2ab0941c8042af86",
    })
    void shouldGiveTheSameBitsInShortRuns(CellKind cell, int samples, String sha256) {
        assertEquals(sha256, hash(cell, samples, new PlainStepKernel()), "plain kernel");
        StepKernel fastest = StepKernel.fastest();
        assertEquals(sha256, hash(cell, samples, fastest), fastest.name() + " kernel");
    }

    @ParameterizedTest
    @CsvSource({
        "LSTM,      200000, c60e9c11c993273c88f165b7b8d150826189da360a01ccf0de50c56b4967a8a3",
        "GRU,       200000, 84fee8fcd1d334b5efbe26e45e0f7797b9da35a2dedc95b1749cb65c6348c879",
        "SKIP_LSTM, 200000, 1a353d2164ec10eb90e04a08c878f8cf2b7a6acc18504f924b3a6d200eee2931",
        "SKIP_GRU,  200000, d2cc89f275bf99cf67c3577d25e317110e86948852fe45a8a55812819aa41a93",
    })
    void shouldGiveTheSameBitsInLongRuns(CellKind cell, int samples, String sha256) {
        assertEquals(sha256, hash(cell, samples, new PlainStepKernel()), "plain kernel");
        StepKernel fastest = StepKernel.fastest();
        assertEquals(sha256, hash(cell, samples, fastest), fastest.name() + " kernel");
    }

    /** Hash of every update's Δũ and state, and of what every sequence was classified as, over three networks. */
    private static String hash(CellKind cell, int samples, StepKernel kernel) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        // one wider than a vector register of any kind and no multiple of one; then a stack; then layer norm
        run(config(cell, List.of(37), HeadKind.SOFTMAX, false), 1, samples, kernel, digest);
        run(config(cell, List.of(17, 9), HeadKind.SIGMOID, false), 2, samples, kernel, digest);
        run(config(cell, List.of(19, 5), HeadKind.LINEAR, true), 3, samples, kernel, digest);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static RnnConfig config(CellKind cell, List<Integer> units, HeadKind head, boolean layerNorm) {
        List<String> labels = head == HeadKind.LINEAR ? List.of() : List.of("a", "b", "c");
        return new RnnConfig(cell, 3, units, head, 3, labels, layerNorm, SEQUENCE, 1, layerNorm, 0);
    }

    private static void run(RnnConfig config, long seed, int samples, StepKernel kernel, MessageDigest digest) {
        Numbers numbers = new Numbers(seed);
        SkipRnn rnn = new SkipRnn(config, weights(config, numbers), kernel);
        RnnState state = rnn.newState();
        float[] hidden = new float[state.size()];
        float[] sample = new float[config.inputs()];
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * (hidden.length + 8) + Long.BYTES);
        long next = 0;
        int updates = 0;
        for (int t = 0; t < samples; t++) {
            for (int i = 0; i < sample.length; i++) {
                sample[i] = 2 * numbers.next();
            }
            if (t % 97 == 0) {
                sample[t % sample.length] *= 1e4f; // saturates every activation
            } else if (t % 89 == 0) {
                sample[t % sample.length] *= 1e-38f; // a subnormal number
            }
            if (t % SEQUENCE == 0) {
                rnn.reset(state);
                next = t;
            }
            if (t < next) {
                continue;
            }
            float increment = rnn.step(sample, 0, state);
            updates++;
            long n = UpdateGate.samplesToNextUpdate(increment);
            next = n < SEQUENCE ? t + n : t + SEQUENCE;
            state.store(hidden);
            bytes.clear().putLong(n).putFloat(increment);
            put(bytes, hidden);
            if (updates % 16 == 0) {
                Classification said = rnn.classify(state);
                put(bytes, said.outputs());
                put(bytes, said.probabilities());
            }
            digest.update(bytes.flip());
        }
        int least = samples / (config.cell().skips() ? 50 : 1);
        int most = config.cell().skips() ? samples * 9 / 10 : samples;
        assertTrue(updates >= least && updates <= most, "some samples are used and some skipped: " + updates);
    }

    private static void put(ByteBuffer bytes, float[] values) {
        for (float value : values) {
            bytes.putInt(Float.floatToRawIntBits(value));
        }
    }

    /** Weights ~ U(−1, 1) over the square root of a row's length, and gates that skip about two samples of three. */
    private static RnnWeights weights(RnnConfig config, Numbers numbers) {
        RnnWeights weights = new RnnWeights(config);
        weights.tensors().forEach((name, tensor) -> {
            float scale = tensor.numRows > 1 ? 2 / (float) Math.sqrt(tensor.numCols) : 1; // the root is exact
            for (int i = 0; i < tensor.data.length; i++) {
                tensor.data[i] = name.equals("input.std") ? 1 + 0.5f * numbers.next() : scale * numbers.next();
            }
        });
        if (config.cell().skips()) {
            weights.data("update.bias")[0] = -1.5f;
        }
        return weights;
    }

    /** A linear congruential generator (Knuth, MMIX), of which the upper 24 bits become a float in [−1, 1). */
    private static final class Numbers {
        private long state;

        Numbers(long seed) {
            state = seed;
        }

        float next() {
            state = state * 6364136223846793005L + 1442695040888963407L;
            return (state >>> 40) * 0x1p-23f - 1;
        }
    }
}
