package dev.skipstream.cli;

import dev.skipstream.format.Safetensors;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.train.Adam;
import dev.skipstream.train.Checkpoint;
import dev.skipstream.train.Optimizer;
import dev.skipstream.train.Sgd;
import dev.skipstream.train.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A {@link Checkpoint} as a safetensors file beside the model: the weights under their own names, {@code best.*}, Adam's
 * {@code adam.mean.*} and {@code adam.square.*}; numbers and the settings ({@code --option}) as metadata.
 */
final class CheckpointFile {
    private static final String FORMAT = "skipstream-checkpoint/1";
    private static final String BEST = "best.";
    private static final String MEAN = "adam.mean.";
    private static final String SQUARE = "adam.square.";

    private final Path file;
    private final RnnConfig config;
    private final Map<String, String> settings;

    /** @param settings texts that must be the same to go on */
    CheckpointFile(Path model, RnnConfig config, Map<String, String> settings) {
        file = model.resolveSibling(model.getFileName() + ".checkpoint");
        this.config = config;
        this.settings = settings;
    }

    Path path() {
        return file;
    }

    /** Writes the file whole or not at all. One that is not finite is no point to go on from: the one before it stays. */
    void write(Checkpoint checkpoint) throws IOException {
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        put(tensors, "", checkpoint.weights());
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("format", FORMAT);
        texts.put("iteration", Integer.toString(checkpoint.iteration()));
        texts.put("seconds", Double.toString(checkpoint.seconds()));
        if (checkpoint.optimizer() instanceof Adam adam) {
            Adam.State state = adam.state();
            state.means().forEach((name, m) -> tensors.put(MEAN + name, new Safetensors.Tensor(shape(name), m)));
            state.squares().forEach((name, v) -> tensors.put(SQUARE + name, new Safetensors.Tensor(shape(name), v)));
            texts.put("adam.power1", Double.toString(state.power1()));
            texts.put("adam.power2", Double.toString(state.power2()));
        }
        if (checkpoint.best() != null) {
            put(tensors, BEST, checkpoint.best().weights());
            texts.put("best.iteration", Integer.toString(checkpoint.best().iteration()));
            texts.put("best.validation", text(checkpoint.best().validation()));
        }
        texts.put("last", checkpoint.last().stream().map(CheckpointFile::text).collect(Collectors.joining(";")));
        texts.putAll(settings);
        if (!isFinite(tensors)) {
            return;
        }
        Path target = file.toAbsolutePath();
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Files.write(part, new Safetensors(texts, tensors).toBytes());
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private void put(Map<String, Safetensors.Tensor> tensors, String prefix, RnnWeights weights) {
        config.shapes()
                .forEach(
                        (name, shape) -> tensors.put(prefix + name, new Safetensors.Tensor(shape, weights.data(name))));
    }

    private int[] shape(String name) {
        return config.shapes().get(name);
    }

    private static boolean isFinite(Map<String, Safetensors.Tensor> tensors) {
        for (Safetensors.Tensor tensor : tensors.values()) {
            for (float value : tensor.values()) {
                if (!Float.isFinite(value)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Reads it back.
     *
     * @throws IllegalArgumentException if it is no checkpoint, or one of other settings, naming the difference
     * @throws IOException if it cannot be read
     */
    Checkpoint read() throws IOException {
        Safetensors content = Safetensors.parse(Files.readAllBytes(file), file.toString());
        Map<String, String> texts = content.metadata();
        if (!FORMAT.equals(texts.get("format"))) {
            throw refuse("format must be " + FORMAT + ", found " + texts.get("format"));
        }
        requireSameSettings(texts);
        try {
            Optimizer optimizer = texts.containsKey("adam.power1")
                    ? new Adam(new Adam.State(
                            moments(content, MEAN),
                            moments(content, SQUARE),
                            Double.parseDouble(texts.get("adam.power1")),
                            Double.parseDouble(texts.get("adam.power2"))))
                    : new Sgd();
            Checkpoint.Best best = texts.containsKey("best.iteration")
                    ? new Checkpoint.Best(
                            Integer.parseInt(texts.get("best.iteration")),
                            weights(content, BEST),
                            validation(texts.get("best.validation")))
                    : null;
            List<Validation> last = new ArrayList<>();
            for (String one : texts.get("last").split(";")) {
                if (!one.isEmpty()) {
                    last.add(validation(one));
                }
            }
            return new Checkpoint(
                    Integer.parseInt(texts.get("iteration")),
                    Double.parseDouble(texts.get("seconds")),
                    weights(content, ""),
                    optimizer,
                    best,
                    last);
        } catch (NumberFormatException | NullPointerException | IndexOutOfBoundsException e) {
            throw refuse("must be a whole checkpoint, found one whose numbers are missing or wrong");
        }
    }

    private void requireSameSettings(Map<String, String> texts) {
        TreeSet<String> names = new TreeSet<>(settings.keySet());
        texts.keySet().stream().filter(name -> name.startsWith("--")).forEach(names::add);
        for (String name : names) {
            String was = texts.getOrDefault(name, "none");
            String is = settings.getOrDefault(name, "none");
            if (!was.equals(is)) {
                throw new IllegalArgumentException(
                        "--resume: " + name + " must be as in " + file + " (" + was + "), found " + is);
            }
        }
    }

    private RnnWeights weights(Safetensors content, String prefix) {
        RnnWeights weights = new RnnWeights(config);
        config.shapes().keySet().forEach(name -> weights.set(name, values(content, prefix + name)));
        return weights;
    }

    private Map<String, float[]> moments(Safetensors content, String prefix) {
        Map<String, float[]> moments = new LinkedHashMap<>();
        for (String name : config.shapes().keySet()) {
            if (content.tensors().containsKey(prefix + name)) {
                moments.put(name, values(content, prefix + name));
            }
        }
        return moments;
    }

    private float[] values(Safetensors content, String name) {
        Safetensors.Tensor tensor = content.tensors().get(name);
        if (tensor == null) {
            throw refuse(name + " must be a tensor, found none");
        }
        return tensor.values();
    }

    private IllegalArgumentException refuse(String what) {
        return new IllegalArgumentException(file + ": " + what);
    }

    private static String text(Validation v) {
        return v.sequences() + " " + v.taskLoss() + " " + v.accuracy() + " " + v.updates();
    }

    private static Validation validation(String text) {
        String[] n = text.split(" ");
        return new Validation(
                Integer.parseInt(n[0]), Double.parseDouble(n[1]), Double.parseDouble(n[2]), Double.parseDouble(n[3]));
    }
}
