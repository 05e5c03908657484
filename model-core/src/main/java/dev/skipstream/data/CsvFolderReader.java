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
 *   FOLDER/…/a.csv       unless the last column is label or labels: then every sample has a target
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
        boolean named = Files.isRegularFile(labels);
        CsvTargets targets = named ? CsvTargets.read(folder, labels) : classes(folder);
        List<CsvSeries> series = new ArrayList<>();
        Path first = null;
        for (Path file : targets.files().keySet()) {
            first = first == null ? file : first;
            series.add(CsvSeries.read(file, series.isEmpty() ? null : series.get(0), first));
        }
        Path path = folder.toAbsolutePath().normalize().getFileName();
        String name = path == null ? "data" : path.toString();
        if (!named && series.get(0).targets().isPerStep()) {
            return CsvSteps.of(folder, name, series);
        }
        requireClassFolders(folder, targets);
        int channels = series.get(0).channels();
        List<CsvTargets.Target> known = List.copyOf(targets.files().values());
        List<Sequence> sequences = new ArrayList<>();
        for (int n = 0; n < known.size(); n++) {
            sequences.add(new Sequence(
                    series.get(n).values(),
                    channels,
                    known.get(n).single(targets.kind(), targets.labels()),
                    known.get(n).several(targets.kind(), targets.labels())));
        }
        return new DataSet(name, channels, targets.kind(), targets.labels(), sequences);
    }

    /** Files beside the sub-folders have no class. */
    private static void requireClassFolders(Path folder, CsvTargets targets) throws DataFormatException {
        for (Map.Entry<Path, CsvTargets.Target> entry : targets.files().entrySet()) {
            if (entry.getValue().text().isEmpty() && targets.kind() == TargetKind.CLASS) {
                throw new DataFormatException(
                        entry.getKey(),
                        "a sub-folder as its class, a file " + folder.resolve(LABELS) + " or a last column label",
                        "none of them");
            }
        }
    }

    /** The files of the folder itself, without a class, and of its sub-folders, with theirs. */
    private static CsvTargets classes(Path folder) throws IOException {
        Map<Path, CsvTargets.Target> files = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        list(folder).stream()
                .filter(CsvFolderReader::isCsv)
                .forEach(file -> files.put(file, new CsvTargets.Target("", Double.NaN, List.of())));
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
