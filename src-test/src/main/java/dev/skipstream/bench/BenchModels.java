package dev.skipstream.bench;

import dev.skipstream.flink.SkipRnnJob;
import dev.skipstream.format.ModelFile;
import dev.skipstream.format.ModelFormatException;
import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.train.Initialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The models of the benchmarks, by name:
 *
 * <pre>
 *   shipped                     the job's default: Skip LSTM, 32 units
 *   skip-gru-110                a trained Skip GRU of 110 units, a resource of this module
 *   skip-gru-110-first-5        the same network, taught to decide after five samples
 *   gru-110                     the same cell without a gate: uses every sample
 *   gate:CELL:UNITS:RATE:T      random weights, a gate that uses this part of all samples, sequences of T
 * </pre>
 */
final class BenchModels {
    private BenchModels() {}

    /** The bytes of a model file. */
    static byte[] bytes(String name) {
        return switch (name) {
            case "shipped" -> resource(SkipRnnJob.class, "/models/frequency.safetensors");
            case "skip-gru-110", "skip-gru-110-first-5" ->
                resource(BenchModels.class, "/dev/skipstream/bench/" + name + ".safetensors");
            case "gru-110" -> random(CellKind.GRU, 110, 1, Signals.LENGTH);
            default -> {
                String[] parts = name.split(":");
                if (parts.length != 5 || !parts[0].equals("gate")) {
                    throw new IllegalArgumentException("model must be one of the benchmark's, found " + name);
                }
                yield random(
                        CellKind.of(parts[1]),
                        Integer.parseInt(parts[2]),
                        Double.parseDouble(parts[3]),
                        Integer.parseInt(parts[4]));
            }
        };
    }

    static ModelFile file(String name) {
        try {
            return ModelFile.parse(bytes(name), name);
        } catch (ModelFormatException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] random(CellKind cell, int units, double rate, int length) {
        RnnConfig config = new RnnConfig(
                cell,
                1,
                List.of(units),
                HeadKind.SOFTMAX,
                2,
                List.of("target", "distractor"),
                false,
                length,
                1,
                false,
                0);
        RnnWeights weights = Initialization.of(config, new SplittableRandom(1), false, 1);
        if (cell.skips()) {
            Arrays.fill(weights.data("update.weight"), 0);
            weights.data("update.bias")[0] = (float) logit(rate);
        }
        return ModelFile.toBytes(config, weights, Map.of("name", cell + "-" + units));
    }

    /** Gate bias for which one sample in 1/rate is used: n·Δũ reaches 0.5 at n = 1/rate, well clear of rounding. */
    private static double logit(double rate) {
        double increment = Math.min(0.999, 0.5 * rate * 1.001);
        return StrictMath.log(increment / (1 - increment));
    }
}
