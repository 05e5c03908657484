package dev.skipstream.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One golden case of the test resources: a model, its input, and what an independent reference computed in double
 * precision.
 *
 * @param sequences each (T, I) row-major
 * @param predictions raw outputs, one row a sequence (O)
 * @param updates samples used, one a sequence
 * @param trace rows of (sequence, step, ũ, update)
 */
public record GoldenCase(
        String name,
        Path folder,
        ModelFile model,
        List<float[]> sequences,
        List<float[]> predictions,
        int[] updates,
        List<double[]> trace) {

    /** Every case, by name. */
    public static Stream<GoldenCase> all() {
        try (Stream<Path> folders = Files.list(root())) {
            return folders.filter(Files::isDirectory).sorted().map(GoldenCase::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static GoldenCase named(String name) {
        return read(root().resolve(name));
    }

    private static Path root() {
        try {
            return Path.of(GoldenCase.class.getResource("/golden").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GoldenCase read(Path folder) {
        try {
            ModelFile model = ModelFile.read(folder.resolve("model.safetensors"));
            List<String[]> rows = csv(folder.resolve("predictions.csv"));
            return new GoldenCase(
                    folder.getFileName().toString(),
                    folder,
                    model,
                    sequences(folder.resolve("input.ts"), model.config().channels()),
                    rows.stream().map(GoldenCase::outputs).toList(),
                    rows.stream().mapToInt(row -> Integer.parseInt(row[3])).toArray(),
                    csv(folder.resolve("trace.csv")).stream()
                            .map(row -> Stream.of(row)
                                    .mapToDouble(Double::parseDouble)
                                    .toArray())
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String[]> csv(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                .skip(1)
                .map(line -> line.split(","))
                .toList();
    }

    private static float[] outputs(String[] row) {
        float[] outputs = new float[row.length - 4];
        for (int o = 0; o < outputs.length; o++) {
            outputs[o] = Float.parseFloat(row[4 + o]);
        }
        return outputs;
    }

    private static List<float[]> sequences(Path file, int channels) throws IOException {
        List<float[]> sequences = new ArrayList<>();
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        for (String line : lines.subList(lines.indexOf("@data") + 1, lines.size())) {
            String[] parts = line.split(":");
            int length = parts[0].split(",").length;
            float[] values = new float[length * channels];
            for (int i = 0; i < channels; i++) {
                String[] numbers = parts[i].split(",");
                for (int t = 0; t < length; t++) {
                    values[t * channels + i] = (float) Double.parseDouble(numbers[t]);
                }
            }
            sequences.add(values);
        }
        return sequences;
    }

    @Override
    public String toString() {
        return name;
    }
}
