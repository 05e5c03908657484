package dev.skipstream.data;

import dev.skipstream.data.DataSet.TargetKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads the UCR archive's {@code .tsv}: a case a line, its label, then the values of one channel, between tabs. Shorter
 * series are padded with NaN at their end, which is taken off. There is no list of labels: those that appear are sorted,
 * as numbers if all of them are, else as text, and keep their own text ({@code 1} and {@code 1.0} are two).
 */
final class TsvReader {

    private TsvReader() {}

    static DataSet read(Utf8Lines lines, String name) throws IOException {
        List<String> texts = new ArrayList<>(); // label of each case, empty if it has none
        List<float[]> series = new ArrayList<>();
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (!line.isBlank()) {
                String[] parts = line.split("\t", -1);
                String label = parts[0].strip();
                texts.add(Decimals.isMissing(label) ? "" : label);
                series.add(values(lines, parts));
            }
        }
        if (series.isEmpty()) {
            throw lines.expected("at least one case: a label and values between tabs", "the end of the file");
        }
        List<String> labels =
                sorted(texts.stream().filter(text -> !text.isEmpty()).distinct());
        List<Sequence> sequences = new ArrayList<>(series.size());
        for (int n = 0; n < series.size(); n++) {
            String text = texts.get(n);
            sequences.add(new Sequence(series.get(n), 1, text.isEmpty() ? Double.NaN : labels.indexOf(text)));
        }
        return new DataSet(name, 1, labels.isEmpty() ? TargetKind.NONE : TargetKind.CLASS, labels, sequences);
    }

    private static float[] values(Utf8Lines lines, String[] parts) throws DataFormatException {
        int end = parts.length;
        while (end > 1 && Decimals.isMissing(parts[end - 1].strip())) {
            end--;
        }
        if (end == 1) {
            throw lines.expected(
                    "a label and at least one value, between tabs",
                    parts.length == 1 ? DataFormatException.quote(parts[0]) : "no value");
        }
        float[] values = new float[end - 1]; // (T, 1)
        for (int n = 1; n < end; n++) {
            String text = parts[n].strip();
            double value = Decimals.parse(text);
            if (Double.isNaN(value)) {
                boolean missing = Decimals.isMissing(text);
                throw lines.expected(
                        "a number finite as float32 at position " + (n - 1) + " (from 0"
                                + (missing ? "; missing values are only taken at the end, as padding)" : ")"),
                        DataFormatException.quote(text));
            }
            values[n - 1] = (float) value;
        }
        return values;
    }

    /** Labels as numbers if all of them are, else as text. */
    static List<String> sorted(Stream<String> distinct) {
        List<String> labels = new ArrayList<>(distinct.toList());
        boolean numbers = labels.stream().noneMatch(label -> Double.isNaN(Decimals.parse(label)));
        Comparator<String> order = Comparator.naturalOrder(); // also of 1 and 1.0, so that any order of cases agrees
        labels.sort(numbers ? Comparator.comparingDouble(Decimals::parse).thenComparing(order) : order);
        return List.copyOf(labels);
    }
}
