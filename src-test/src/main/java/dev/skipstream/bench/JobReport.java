package dev.skipstream.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Tables as they come: printed at once, kept for the JSON object at the end and for the targets. */
final class JobReport {
    private static final int LABEL_WIDTH = 44;
    private static final int COLUMN_WIDTH = 15;
    private static final double WHOLE = 100; // numbers from here on are printed without a fraction

    private final PrintWriter out;
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();
    private final Map<String, Double> values = new HashMap<>();

    private String part;
    private ArrayNode rows;
    private String[] columns;

    JobReport(PrintWriter out) {
        this.out = out;
    }

    /** A fact about the whole report. */
    void fact(String name, String value) {
        json.put(name, value);
        out.println(name + ": " + value);
    }

    /** Begins a table. */
    void table(String part, String title, String... columns) {
        this.part = part;
        this.columns = columns;
        rows = json.putArray(part);
        StringBuilder line = new StringBuilder(pad(part + ": " + title, LABEL_WIDTH));
        for (String column : columns) {
            line.append(String.format(Locale.ROOT, "%" + COLUMN_WIDTH + "s", column));
        }
        out.println();
        out.println(line);
        out.flush();
    }

    /** A line of it: one number a column; NaN where there is none. */
    void row(String label, double... numbers) {
        ObjectNode node = rows.addObject().put("case", label);
        StringBuilder line = new StringBuilder(pad(label, LABEL_WIDTH));
        for (int i = 0; i < columns.length; i++) {
            if (!Double.isNaN(numbers[i])) {
                node.put(columns[i], numbers[i]);
            }
            values.put(key(part, label, columns[i]), numbers[i]);
            line.append(String.format(Locale.ROOT, "%" + COLUMN_WIDTH + "s", text(numbers[i])));
        }
        out.println(line);
        out.flush();
    }

    /** A number of an earlier row; NaN where there is none. */
    double value(String part, String label, String column) {
        return values.getOrDefault(key(part, label, column), Double.NaN);
    }

    /** Everything so far. */
    ObjectNode json() {
        return json;
    }

    private static String key(String part, String label, String column) {
        return part + "\n" + label + "\n" + column;
    }

    private static String text(double number) {
        if (Double.isNaN(number)) {
            return "-";
        }
        return String.format(Locale.ROOT, Math.abs(number) >= WHOLE ? "%,.0f" : "%.2f", number);
    }

    private static String pad(String text, int width) {
        return String.format(Locale.ROOT, "%-" + width + "s", text);
    }
}
