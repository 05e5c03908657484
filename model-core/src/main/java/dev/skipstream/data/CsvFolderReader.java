package dev.skipstream.data;

import dev.skipstream.data.DataSet.TargetKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads a folder of CSV files, one sequence each ({@link CsvSeries}).
 *
 * <pre>
 *   FOLDER/labels.csv    names the files and their targets ({@link CsvTargets})
 *   FOLDER/walk/a.csv    or, without it: the class is the name of the sub-folder
 * </pre>
 *
 * <p>Files come in the order of labels.csv, else by class and name. Hidden files, and files that do not end in .csv or
 * .csv.gz, are passed over.
 */
final class CsvFolderReader {
    private static final String LABELS = "labels.csv";

    private CsvFolderReader() {}

    static DataSet read(Path folder) throws IOException {
        Path labels = folder.resolve(LABELS);
        CsvTargets targets = Files.isRegularFile(labels) ? CsvTargets.read(folder, labels) : classes(folder);
        List<Sequence> sequences = new ArrayList<>();
        int channels = 0;
        Path first = null;
        for (Map.Entry<Path, CsvTargets.Target> entry : targets.files().entrySet()) {
            CsvSeries series = CsvSeries.read(entry.getKey(), channels, first);
            first = first == null ? entry.getKey() : first;
            channels = series.channels();
            CsvTargets.Target target = entry.getValue();
            sequences.add(new Sequence(
                    series.values(),
                    channels,
                    target.single(targets.kind(), targets.labels()),
                    target.several(targets.kind(), targets.labels())));
        }
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return new DataSet(
                name == null ? "data" : name.toString(), channels, targets.kind(), targets.labels(), sequences);
    }

    /** The sub-folders that hold CSV files. */
    private static CsvTargets classes(Path folder) throws IOException {
        Map<Path, CsvTargets.Target> files = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        for (Path sub : list(folder)) {
            if (Files.isDirectory(sub)) {
                List<Path> csv =
                        list(sub).stream().filter(CsvFolderReader::isCsv).toList();
                String name = sub.getFileName().toString();
                csv.forEach(file -> files.put(file, new CsvTargets.Target(name, Double.NaN, List.of())));
                if (!csv.isEmpty()) {
                    names.add(name);
                }
            }
        }
        if (files.isEmpty()) {
            throw new DataFormatException(
                    folder, "CSV files in sub-folders (CLASS/x.csv), or a file " + LABELS, "neither");
        }
        return new CsvTargets(TargetKind.CLASS, TsvReader.sorted(names.stream()), files);
    }

    private static boolean isCsv(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file) && (name.endsWith(".csv") || name.endsWith(".csv.gz"));
    }

    /** What is in a folder and not hidden, by name. */
    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }
}
