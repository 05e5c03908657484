package dev.skipstream.data;

import java.util.ArrayList;
import java.util.List;

/** The fields of one line of comma-separated text, stripped; a field in double quotes may hold commas and "". */
final class CsvFields {
    private CsvFields() {}

    /** @throws DataFormatException if a quote does not end */
    static List<String> of(Utf8Lines lines, String line) throws DataFormatException {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (at <= line.length()) {
            int begin = at;
            while (begin < line.length() && line.charAt(begin) == ' ') {
                begin++;
            }
            if (begin < line.length() && line.charAt(begin) == '"') {
                at = quoted(lines, line, begin + 1, fields);
            } else {
                int comma = line.indexOf(',', at);
                int end = comma < 0 ? line.length() : comma;
                fields.add(line.substring(at, end).strip());
                at = end + 1;
            }
        }
        return fields;
    }

    /** Adds the field whose first character after the quote is at {@code at}, and returns where the next field begins. */
    private static int quoted(Utf8Lines lines, String line, int at, List<String> fields) throws DataFormatException {
        StringBuilder field = new StringBuilder();
        int end = at;
        while (end < line.length()) {
            char c = line.charAt(end++);
            if (c != '"') {
                field.append(c);
            } else if (end < line.length() && line.charAt(end) == '"') {
                field.append(c);
                end++;
            } else {
                fields.add(field.toString());
                int comma = line.indexOf(',', end);
                if (!line.substring(end, comma < 0 ? line.length() : comma).isBlank()) {
                    throw lines.expected("a comma after a field in quotes", DataFormatException.quote(line));
                }
                return comma < 0 ? line.length() + 1 : comma + 1;
            }
        }
        throw lines.expected("a field in quotes to end in its line", DataFormatException.quote(line));
    }
}
