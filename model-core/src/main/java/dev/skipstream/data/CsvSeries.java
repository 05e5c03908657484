package dev.skipstream.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One sequence in a CSV file of its own: a sample a row, a channel a column. A first row that holds no number at all is
 * a header.
 *
 * @param values (T, I)
 * @param channels I
 */
record CsvSeries(float[] values, int channels) {

    /** @param expected channels of the other files; 0: any */
    static CsvSeries read(Path file, int expected, Path other) throws IOException {
        boolean gzip = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
        try (Utf8Lines lines = Utf8Lines.open(file, gzip)) {
            float[] values = new float[1024];
            int size = 0;
            int channels = expected;
            String source = expected == 0 ? "" : " as in " + other;
            boolean first = true;
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (line.isBlank()) {
                    continue;
                }
                List<String> fields = CsvFields.of(lines, line);
                if (channels == 0) {
                    channels = fields.size();
                    source = " as in line " + lines.number();
                }
                if (fields.size() != channels) {
                    throw lines.expected(channels + " columns" + source, String.valueOf(fields.size()));
                }
                if (first && fields.stream().allMatch(CsvSeries::isName)) {
                    first = false;
                    continue;
                }
                first = false;
                if (size + channels > values.length) {
                    values = Arrays.copyOf(values, Math.max(2 * values.length, size + channels));
                }
                for (int i = 0; i < channels; i++) {
                    values[size++] = number(lines, fields.get(i), i);
                }
            }
            if (size == 0) {
                throw lines.expected("at least one row of numbers", "the end of the file");
            }
            return new CsvSeries(Arrays.copyOf(values, size), channels);
        }
    }

    private static boolean isName(String field) {
        return Double.isNaN(Decimals.parse(field)) && !Decimals.isMissing(field);
    }

    private static float number(Utf8Lines lines, String field, int column) throws DataFormatException {
        double value = Decimals.parse(field);
        if (Double.isNaN(value)) {
            throw lines.expected(
                    "a number finite as float32 in column " + (column + 1)
                            + (Decimals.isMissing(field) ? " (missing values are not supported)" : ""),
                    DataFormatException.quote(field));
        }
        return (float) value;
    }
}
