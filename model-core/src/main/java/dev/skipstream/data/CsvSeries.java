package dev.skipstream.data;

import dev.skipstream.data.DataSet.TargetKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One sequence in a CSV file of its own: a sample a row, a channel a column. A first row that holds no number at all is
 * a header. If its last column is {@code label} or {@code labels}, that column is the target of each sample.
 *
 * @param values (T, I)
 * @param channels I
 * @param targets {@code STEP_CLASS}, {@code STEP_LABELS} or, without such a column, {@code NONE}
 * @param steps (T): the text of each sample's target; empty without such a column
 */
record CsvSeries(float[] values, int channels, TargetKind targets, List<String> steps) {

    /** @param like an earlier file whose columns this one must have; null: any */
    static CsvSeries read(Path file, CsvSeries like, Path likeFile) throws IOException {
        boolean gzip = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
        try (Utf8Lines lines = Utf8Lines.open(file, gzip)) {
            return new Reading(lines, like, likeFile).read();
        }
    }

    /** From lines to a sequence. */
    private static final class Reading {
        private final Utf8Lines lines;
        private final CsvSeries like;
        private int columns; // 0 until known
        private String source = "";
        private TargetKind targets = TargetKind.NONE;
        private float[] values = new float[1024];
        private int size;
        private final List<String> steps = new ArrayList<>();

        private Reading(Utf8Lines lines, CsvSeries like, Path likeFile) {
            this.lines = lines;
            this.like = like;
            if (like != null) {
                columns = like.channels + (like.targets == TargetKind.NONE ? 0 : 1);
                source = " as in " + likeFile;
            }
        }

        private CsvSeries read() throws IOException {
            boolean first = true;
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (line.isBlank()) {
                    continue;
                }
                List<String> fields = CsvFields.of(lines, line);
                if (columns == 0) {
                    columns = fields.size();
                    source = " as in line " + lines.number();
                }
                if (fields.size() != columns) {
                    throw lines.expected(columns + " columns" + source, String.valueOf(fields.size()));
                }
                boolean header = first && fields.stream().allMatch(Reading::isName);
                if (first) {
                    targets(header ? fields.get(columns - 1) : "");
                }
                first = false;
                if (!header) {
                    row(fields);
                }
            }
            if (size == 0) {
                throw lines.expected("at least one row of numbers", "the end of the file");
            }
            int channels = columns - (targets == TargetKind.NONE ? 0 : 1);
            return new CsvSeries(Arrays.copyOf(values, size), channels, targets, steps);
        }

        private void targets(String lastColumn) throws DataFormatException {
            targets = columns > 1 && lastColumn.equals("label")
                    ? TargetKind.STEP_CLASS
                    : columns > 1 && lastColumn.equals("labels") ? TargetKind.STEP_LABELS : TargetKind.NONE;
            if (like != null && targets != like.targets) {
                String name = like.targets == TargetKind.STEP_CLASS ? "label" : "labels";
                throw lines.expected(
                        (like.targets == TargetKind.NONE ? "no column label" : "a header that ends in " + name)
                                + source,
                        DataFormatException.quote(lastColumn));
            }
        }

        private void row(List<String> fields) throws DataFormatException {
            int channels = columns - (targets == TargetKind.NONE ? 0 : 1);
            if (size + channels > values.length) {
                values = Arrays.copyOf(values, Math.max(2 * values.length, size + channels));
            }
            for (int i = 0; i < channels; i++) {
                values[size++] = number(fields.get(i), i);
            }
            if (targets != TargetKind.NONE) {
                steps.add(fields.get(channels));
            }
        }

        private static boolean isName(String field) {
            return Double.isNaN(Decimals.parse(field)) && !Decimals.isMissing(field);
        }

        private float number(String field, int column) throws DataFormatException {
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
}
