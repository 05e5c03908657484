package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skipstream.cli.CommandLines;
import dev.skipstream.cli.Skipstream;
import dev.skipstream.format.ModelFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A golden case as one long stream: its sequences one after another.
 *
 * @param model the model file
 * @param file the same, understood
 * @param length T
 * @param samples every sample in order of seq, {@link #PERIOD_MS} apart
 * @param used whether the reference uses the sample of this seq
 * @param reference rows of the reference's predictions: sequence,target,predicted,updates,output_0,…
 * @param predicted the same rows as {@code predict} prints them
 */
record GoldenStream(
        String name,
        Path model,
        ModelFile file,
        int length,
        List<Sample> samples,
        boolean[] used,
        List<String[]> reference,
        List<String[]> predicted) {
    static final long START = 1_700_000_000_000L;
    static final long PERIOD_MS = 2;

    static GoldenStream of(String name) {
        try {
            Path folder =
                    Path.of(GoldenStream.class.getResource("/golden/" + name).toURI());
            Path model = folder.resolve("model.safetensors");
            Path input = folder.resolve("input.ts");
            List<String> lines = Files.readAllLines(input);
            List<Sample> samples = new ArrayList<>();
            List<String> sequences = lines.subList(lines.indexOf("@data") + 1, lines.size());
            ModelFile file = ModelFile.read(model);
            for (String sequence : sequences) {
                append(sequence.split(":"), file.config().channels(), samples);
            }
            boolean[] used = new boolean[samples.size()];
            int length = samples.size() / sequences.size();
            for (String[] row : csv(Files.readAllLines(folder.resolve("trace.csv")))) {
                used[Integer.parseInt(row[0]) * length + Integer.parseInt(row[1])] = row[3].equals("1");
            }
            return new GoldenStream(
                    name,
                    model,
                    file,
                    length,
                    List.copyOf(samples),
                    used,
                    csv(Files.readAllLines(folder.resolve("predictions.csv"))),
                    predict(model, input));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param parts one a channel, each with the numbers of every step */
    private static void append(String[] parts, int channels, List<Sample> samples) {
        int steps = parts[0].split(",").length;
        for (int t = 0; t < steps; t++) {
            String[] values = new String[channels];
            for (int i = 0; i < channels; i++) {
                values[i] = parts[i].split(",")[t];
            }
            samples.add(new Sample(samples.size(), START + PERIOD_MS * samples.size(), values));
        }
    }

    /** Rows that {@code predict} prints: sequence,target,predicted,updates,output_0,… */
    static List<String[]> predict(Path model, Path data) {
        StringWriter out = new StringWriter();
        int exitCode = CommandLines.of(new Skipstream())
                .setOut(new PrintWriter(out))
                .execute("predict", "--model", model.toString(), "--data", data.toString());
        assertEquals(0, exitCode);
        return csv(out.toString().lines().toList());
    }

    private static List<String[]> csv(List<String> lines) {
        return lines.stream().skip(1).map(line -> line.split(",")).toList();
    }

    int sequences() {
        return samples.size() / length;
    }

    /** Samples the reference uses, of all sequences. */
    int updates() {
        int updates = 0;
        for (boolean one : used) {
            updates += one ? 1 : 0;
        }
        return updates;
    }

    /** Seq of the n-th sample that the reference uses in a sequence. */
    int usedSeq(int sequence, int n) {
        for (int seq = sequence * length; seq < (sequence + 1) * length; seq++) {
            if (used[seq] && n-- == 0) {
                return seq;
            }
        }
        throw new IllegalArgumentException("sequence " + sequence + " of " + name + " has too few updates");
    }

    /** Seq of the last sample that the reference uses in a sequence. */
    int lastUsedSeq(int sequence) {
        return usedSeq(sequence, Integer.parseInt(reference.get(sequence)[3]) - 1);
    }

    @Override
    public String toString() {
        return name;
    }
}
