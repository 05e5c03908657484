package dev.skipstream.data;

import dev.skipstream.data.DataSet.TargetKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The {@code labels.csv} of a folder. Its header says what the targets are:
 *
 * <pre>
 *   file,target       a number to predict
 *   file,label        one class
 *   file,labels       any number of labels at once, between semicolons; may be empty
 * </pre>
 *
 * @param files with the text of their targets, in the file's order; paths are relative to the folder
 */
record CsvTargets(TargetKind kind, List<String> labels, Map<Path, Target> files) {
    private static final String EXPECTED =
            "a header file,target (numbers), file,label (a class) or file,labels " + "(several, between ';')";

    /** A target and the line it stands in. */
    record Target(String text, double number, List<String> labels) {
        /** As the one target of a sequence; NaN where there is none, or several. */
        double single(TargetKind kind, List<String> order) {
            return switch (kind) {
                case CLASS -> order.indexOf(text);
                case NUMERIC -> number;
                default -> Double.NaN;
            };
        }

        /** As the several targets of a sequence; empty where it has one. */
        float[] several(TargetKind kind, List<String> order) {
            float[] set = new float[kind == TargetKind.LABELS ? order.size() : 0];
            if (kind == TargetKind.LABELS) {
                labels.forEach(label -> set[order.indexOf(label)] = 1f);
            }
            return set;
        }
    }

    static CsvTargets read(Path folder, Path file) throws IOException {
        try (Utf8Lines lines = Utf8Lines.open(file, false)) {
            String header = lines.next();
            TargetKind kind = kind(lines, header == null ? List.of() : CsvFields.of(lines, header));
            Map<Path, Target> files = new LinkedHashMap<>();
            Set<String> names = new HashSet<>();
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!line.isBlank()) {
                    List<String> fields = CsvFields.of(lines, line);
                    if (fields.size() != 2 || fields.get(0).isEmpty()) {
                        throw lines.expected("a file and its target", DataFormatException.quote(line));
                    }
                    Path path = folder.resolve(fields.get(0)).normalize();
                    if (!path.startsWith(folder.normalize()) || !Files.isRegularFile(path)) {
                        throw lines.expected("a file in " + folder, DataFormatException.quote(fields.get(0)));
                    }
                    Target target = target(lines, kind, fields.get(1));
                    names.addAll(kind == TargetKind.CLASS ? List.of(target.text) : target.labels);
                    if (files.put(path, target) != null) {
                        throw lines.expected("each file once", DataFormatException.quote(fields.get(0)));
                    }
                }
            }
            if (files.isEmpty() || (names.isEmpty() && kind != TargetKind.NUMERIC)) {
                throw lines.expected(
                        files.isEmpty() ? "at least one file" : "at least one label", "the end of the file");
            }
            return new CsvTargets(kind, TsvReader.sorted(names.stream()), files);
        }
    }

    private static TargetKind kind(Utf8Lines lines, List<String> header) throws DataFormatException {
        if (header.size() == 2 && header.get(0).equals("file")) {
            switch (header.get(1)) {
                case "target":
                    return TargetKind.NUMERIC;
                case "label":
                    return TargetKind.CLASS;
                case "labels":
                    return TargetKind.LABELS;
                default: // refused below, with all that would do
            }
        }
        throw lines.expected(EXPECTED, DataFormatException.quote(String.join(",", header)));
    }

    private static Target target(Utf8Lines lines, TargetKind kind, String text) throws DataFormatException {
        double number = Decimals.parse(text);
        if (kind == TargetKind.NUMERIC && Double.isNaN(number)) {
            throw lines.expected("a target finite as float32", DataFormatException.quote(text));
        }
        if (kind == TargetKind.CLASS && text.isEmpty()) {
            throw lines.expected("a label", "none");
        }
        return new Target(text, number, kind == TargetKind.LABELS ? split(text) : List.of());
    }

    /** The labels between semicolons. */
    static List<String> split(String text) {
        return Arrays.stream(text.split(";"))
                .map(String::strip)
                .filter(label -> !label.isEmpty())
                .distinct()
                .toList();
    }
}
