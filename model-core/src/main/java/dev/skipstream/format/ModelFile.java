package dev.skipstream.format;

import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A trained model as it stands in a file: sizes, weights, and where it comes from. Immutable but for the live weights.
 *
 * @param config sizes and kinds, from the metadata and the tensors' shapes
 * @param weights every tensor by name
 * @param metadata every metadata text, known or not
 * @param sha256 of the file's bytes, 64 hexadecimal digits
 */
public record ModelFile(RnnConfig config, RnnWeights weights, Map<String, String> metadata, String sha256) {
    /** The only value of the metadata key {@code format}. */
    public static final String FORMAT = "skipstream/1";

    /**
     * Reads a model file.
     *
     * @throws ModelFormatException naming the file, the field, what was expected and what was found
     * @throws IOException if the file cannot be read
     */
    public static ModelFile read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new ModelFormatException(file.toString(), "model", "a file", "a folder");
        }
        return parse(Files.readAllBytes(file), file.toString());
    }

    /**
     * Reads a model from a file's bytes.
     *
     * @param file what to call it in messages
     * @throws ModelFormatException naming the file, the field, what was expected and what was found
     */
    public static ModelFile parse(byte[] bytes, String file) throws ModelFormatException {
        Safetensors content = Safetensors.parse(bytes, file);
        RnnConfig config = new ModelHeader(content, file).config();
        RnnWeights weights = new RnnWeights(config);
        content.tensors().forEach((name, tensor) -> weights.set(name, tensor.values()));
        return new ModelFile(config, weights, Collections.unmodifiableMap(content.metadata()), sha256(bytes));
    }

    /** The bytes of a model file with this content. {@code metadata} adds name, version and provenance. */
    public static byte[] toBytes(RnnConfig config, RnnWeights weights, Map<String, String> metadata) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("format", FORMAT);
        all.put("cell", config.cell().text());
        all.put("head", config.head().text());
        if (config.head() != HeadKind.LINEAR) {
            all.put("labels", ModelHeader.labelsText(config.labels()));
        }
        all.put("layer_norm", Boolean.toString(config.layerNorm()));
        all.put("sequence_length", Integer.toString(config.sequenceLength()));
        if (!Double.isNaN(config.samplingPeriodMs())) {
            all.put("sampling_period_ms", Double.toString(config.samplingPeriodMs()));
        }
        metadata.forEach(all::putIfAbsent);
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        config.shapes().forEach((name, shape) -> tensors.put(name, new Safetensors.Tensor(shape, weights.data(name))));
        return new Safetensors(all, tensors).toBytes();
    }

    /** Writes a model file whole or not at all: a reader never sees half of it. */
    public static void write(Path file, RnnConfig config, RnnWeights weights, Map<String, String> metadata)
            throws IOException {
        Path target = file.toAbsolutePath();
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Files.write(part, toBytes(config, weights, metadata));
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The model's name; {@code unnamed} when the file gives none. */
    public String name() {
        return metadata.getOrDefault("name", "unnamed");
    }

    /** The model's version; the first 8 digits of the hash when the file gives none. */
    public String version() {
        return metadata.getOrDefault("version", sha256.substring(0, 8));
    }

    /** What results are stamped with: {@code name@version}. */
    public String stamp() {
        return name() + "@" + version();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
