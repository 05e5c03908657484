package dev.skipstream.report;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A CSV file with a header, read by the names of its columns; further columns do not matter. Immutable.
 *
 * @param lines number of each row's line in the file, from 1
 */
record CsvTable(Path file, List<String> header, List<List<String>> rows, List<Integer> lines) {

    /**
     * Reads a file. Its last line is left out if it is cut short: the file may still be growing.
     *
     * @throws IllegalArgumentException if it is no table; names the file, and the line
     */
    static CsvTable read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(file + ": expected a CSV file, found a directory");
        }
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + ": expected UTF-8 text, found other bytes", e);
        }
        List<String> all = text.replaceFirst("^\uFEFF", "").lines().toList();
        if (all.isEmpty() || all.get(0).isBlank()) {
            throw new IllegalArgumentException(file + ": expected the names of columns in line 1, found none");
        }
        List<String> header = fields(all.get(0));
        List<List<String>> rows = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        for (int n = 1; n < all.size(); n++) {
            if (all.get(n).isBlank()) {
                continue;
            }
            List<String> row = fields(all.get(n));
            if (row.size() != header.size()) {
                if (n == all.size() - 1 && row.size() < header.size() && !text.endsWith("\n")) {
                    break;
                }
                throw new IllegalArgumentException(
                        file + ":" + (n + 1) + ": expected " + header.size() + " fields, found " + row.size());
            }
            rows.add(row);
            lines.add(n + 1);
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(file + ": expected at least one row, found none");
        }
        return new CsvTable(file, header, rows, lines);
    }

    /** Fields of a line; one in quotes may hold commas, and a doubled quote. */
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    field.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }

    boolean has(String column) {
        return header.contains(column);
    }

    /** @throws IllegalArgumentException if there is no such column */
    List<String> texts(String column) {
        int index = header.indexOf(column);
        if (index < 0) {
            throw new IllegalArgumentException(
                    file + ": expected a column " + column + ", found " + String.join(", ", header));
        }
        return rows.stream().map(row -> row.get(index)).toList();
    }

    /**
     * A column of numbers; an empty field is NaN.
     *
     * @throws IllegalArgumentException if there is no such column, or a field is no number
     */
    double[] numbers(String column) {
        List<String> texts = texts(column);
        double[] numbers = new double[texts.size()];
        for (int n = 0; n < numbers.length; n++) {
            try {
                numbers[n] = texts.get(n).isEmpty() ? Double.NaN : Double.parseDouble(texts.get(n));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        file + ":" + lines.get(n) + ": " + column + " must be a number, found '" + texts.get(n) + "'",
                        e);
            }
        }
        return numbers;
    }
}
