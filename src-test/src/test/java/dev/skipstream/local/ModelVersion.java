package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skipstream.cli.CommandLines;
import dev.skipstream.cli.Skipstream;
import dev.skipstream.format.ModelFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A version of a model that is trained anew, as it were: a golden model with other weights, and what {@code predict} says
 * with it of the golden sequences.
 *
 * @param file of the model
 * @param model the same, understood
 * @param predicted rows sequence,target,predicted,updates,output_0,…
 */
record ModelVersion(Path file, ModelFile model, List<String[]> predicted) {
    static final String NAME = "swapped";

    static ModelVersion of(GoldenStream golden, int version, Path directory) throws IOException {
        ModelFile model = ModelFile.read(golden.model()); // weights of its own
        SplittableRandom random = new SplittableRandom(version);
        for (String tensor : List.of("rnn.weight_hh_l0", "head.weight")) {
            float[] weights = model.weights().data(tensor);
            for (int i = 0; i < weights.length; i++) {
                weights[i] += (float) random.nextDouble(-0.2, 0.2);
            }
        }
        Path file = directory.resolve(NAME + "-" + version + ".safetensors");
        ModelFile.write(
                file, model.config(), model.weights(), Map.of("name", NAME, "version", Integer.toString(version)));
        StringWriter out = new StringWriter();
        int exitCode = CommandLines.of(new Skipstream())
                .setOut(new PrintWriter(out))
                .execute(
                        "predict",
                        "--model",
                        file.toString(),
                        "--data",
                        golden.model().resolveSibling("input.ts").toString());
        assertEquals(0, exitCode);
        List<String[]> predicted =
                out.toString().lines().skip(1).map(line -> line.split(",")).toList();
        return new ModelVersion(file, ModelFile.read(file), predicted);
    }

    /** What a person would send who has no command for it. */
    ProducerRecord<byte[], byte[]> announcement(String topic, Long effectiveFrom) throws IOException {
        return announcement(topic, model.stamp(), Files.readAllBytes(file), effectiveFrom);
    }

    static ProducerRecord<byte[], byte[]> announcement(String topic, String key, byte[] value, Long effectiveFrom) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value);
        if (effectiveFrom != null) {
            record.headers().add("effective-from", effectiveFrom.toString().getBytes(StandardCharsets.UTF_8));
        }
        return record;
    }
}
