package dev.skipstream.cli;

import dev.skipstream.format.Safetensors;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.train.Adam;
import dev.skipstream.train.Optimizer;
import dev.skipstream.train.Sgd;
import dev.skipstream.train.Snapshot;
import dev.skipstream.train.Validation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What stands in a checkpoint's file, by prefix: weights under their own names, Adam's {@code adam.mean.*} and
 * {@code adam.square.*} beside them; numbers as texts. Mutable; one caller at a time.
 */
final class CheckpointContent {
    private static final String MEAN = "adam.mean.";
    private static final String SQUARE = "adam.square.";
    private static final String POWER_1 = "adam.power1";
    private static final String POWER_2 = "adam.power2";

    private final RnnConfig config;
    private final Map<String, String> texts;
    private final Map<String, Safetensors.Tensor> tensors;

    /** Empty. */
    CheckpointContent(RnnConfig config) {
        this.config = config;
        texts = new LinkedHashMap<>();
        tensors = new LinkedHashMap<>();
    }

    /** That of a file. */
    CheckpointContent(RnnConfig config, Safetensors content) {
        this.config = config;
        texts = content.metadata();
        tensors = content.tensors();
    }

    byte[] toBytes() {
        return new Safetensors(texts, tensors).toBytes();
    }

    boolean isFinite() {
        for (Safetensors.Tensor tensor : tensors.values()) {
            for (float value : tensor.values()) {
                if (!Float.isFinite(value)) {
                    return false;
                }
            }
        }
        return true;
    }

    void put(String name, Object value) {
        texts.put(name, value.toString());
    }

    boolean has(String name) {
        return texts.containsKey(name);
    }

    /** @throws NullPointerException if there is none */
    String text(String name) {
        return Objects.requireNonNull(texts.get(name), name);
    }

    int integer(String name) {
        return Integer.parseInt(text(name));
    }

    double number(String name) {
        return Double.parseDouble(text(name));
    }

    void put(String prefix, RnnWeights weights) {
        config.shapes().forEach((name, shape) -> put(prefix + name, shape, weights.data(name)));
    }

    private void put(String name, int[] shape, float[] values) {
        tensors.put(name, new Safetensors.Tensor(shape, values));
    }

    void put(String prefix, Snapshot snapshot) {
        put(prefix, snapshot.weights());
        if (snapshot.optimizer() instanceof Adam adam) {
            Adam.State state = adam.state();
            state.means().forEach((name, m) -> put(prefix + MEAN + name, shape(name), m));
            state.squares().forEach((name, v) -> put(prefix + SQUARE + name, shape(name), v));
            put(prefix + POWER_1, state.power1());
            put(prefix + POWER_2, state.power2());
        }
    }

    private int[] shape(String name) {
        return config.shapes().get(name);
    }

    /** @throws NullPointerException if a tensor is missing */
    RnnWeights weights(String prefix) {
        RnnWeights weights = new RnnWeights(config);
        config.shapes()
                .keySet()
                .forEach(name -> weights.set(name, tensors.get(prefix + name).values()));
        return weights;
    }

    /** @throws NullPointerException if a tensor is missing */
    Snapshot snapshot(String prefix) {
        Optimizer optimizer = has(prefix + POWER_1)
                ? new Adam(new Adam.State(
                        moments(prefix + MEAN),
                        moments(prefix + SQUARE),
                        number(prefix + POWER_1),
                        number(prefix + POWER_2)))
                : new Sgd();
        return new Snapshot(weights(prefix), optimizer);
    }

    private Map<String, float[]> moments(String prefix) {
        Map<String, float[]> moments = new LinkedHashMap<>();
        for (String name : config.shapes().keySet()) {
            if (tensors.containsKey(prefix + name)) {
                moments.put(name, tensors.get(prefix + name).values());
            }
        }
        return moments;
    }

    void put(String name, Validation v) {
        texts.put(name, text(v));
    }

    Validation validation(String name) {
        return parse(text(name));
    }

    static String text(Validation v) {
        return v.sequences() + " " + v.taskLoss() + " " + v.accuracy() + " " + v.updates();
    }

    static Validation parse(String text) {
        String[] n = text.split(" ");
        return new Validation(
                Integer.parseInt(n[0]), Double.parseDouble(n[1]), Double.parseDouble(n[2]), Double.parseDouble(n[3]));
    }
}
