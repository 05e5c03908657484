package dev.skipstream.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Results that are on disk as soon as they are there, so that a run that was cut off goes on where it was: a CSV file
 * with a header, one line a result. One writer.
 */
final class ResultLines<T> {
    private final Path file; // null: in memory alone
    private final String header;
    private final Function<T, String> toLine;
    private final Function<String, T> ofLine;
    private final List<T> results = new ArrayList<>();

    /**
     * @param file null: in memory alone
     * @throws IllegalArgumentException if the file is there and has another header or a line that is none
     */
    ResultLines(Path file, String header, Function<T, String> toLine, Function<String, T> ofLine) throws IOException {
        this.file = file;
        this.header = header;
        this.toLine = toLine;
        this.ofLine = ofLine;
        if (file != null && Files.exists(file)) {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            if (lines.isEmpty() || !lines.get(0).equals(header)) {
                throw new IllegalArgumentException(file + " must begin with " + header + ", found "
                        + (lines.isEmpty() ? "nothing" : lines.get(0)));
            }
            lines.stream().skip(1).filter(line -> !line.isBlank()).map(ofLine).forEach(results::add);
        }
    }

    /** All results so far, oldest first. */
    List<T> all() {
        return List.copyOf(results);
    }

    /** Returns the result as the line tells it: the same now and when it is read again. */
    T add(T result) throws IOException {
        String line = toLine.apply(result);
        if (file != null) {
            String text = (Files.exists(file) ? "" : header + "\n") + line + "\n";
            Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        T told = ofLine.apply(line);
        results.add(told);
        return told;
    }
}
