package dev.skipstream.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Reads data sets from files, choosing the format by the suffix of the name. */
public final class DataFiles {

    private static final String GZIP = ".gz";

    private DataFiles() {}

    /**
     * Reads a whole file into memory: sktime's {@code .ts}, the UCR archive's {@code .tsv}, or either compressed as
     * {@code .gz}; the suffix may be in capitals. Or a folder of CSV files, {@code FOLDER/CLASS/x.csv}, or with a file
     * {@code labels.csv}. Decimals become double, then float32. Thread-safe.
     *
     * @throws DataFormatException if the format is not known, or the file is not what its format says; names the line
     * @throws IOException if the file cannot be read; the message names it
     */
    public static DataSet read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            return CsvFolderReader.read(file);
        }
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        String lower = name.toLowerCase(Locale.ROOT);
        boolean gzip = lower.endsWith(GZIP);
        String plain = gzip ? lower.substring(0, lower.length() - GZIP.length()) : lower;
        boolean ts = plain.endsWith(".ts");
        if (!ts && !plain.endsWith(".tsv")) {
            throw new DataFormatException(
                    file,
                    "a file name that ends in .ts, .tsv, .ts.gz or .tsv.gz, or a folder",
                    DataFormatException.quote(name));
        }
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "no such file");
        }
        if (!Files.isReadable(file)) {
            throw new AccessDeniedException(file.toString(), null, "no permission to read");
        }
        String title = name.substring(0, name.length() - (gzip ? 3 : 0) - (ts ? 3 : 4));
        try (Utf8Lines lines = Utf8Lines.open(file, gzip)) {
            return ts ? TsReader.read(lines, title) : TsvReader.read(lines, title);
        }
    }
}
