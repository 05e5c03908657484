package dev.skipstream.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tables as they come: printed at once, kept for the JSON object at the end and for the targets. Progress may be told by
 * any thread; the rest belongs to one.
 */
final class JobReport {
    private static final int LABEL_WIDTH = 44;
    private static final int COLUMN_WIDTH = 14;
    private static final double WHOLE = 100; // numbers from here on are printed without a fraction

    private final PrintWriter out;
    private final PrintWriter err;
    private final long began = System.nanoTime();
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();
    private final Map<String, Double> values = new HashMap<>();

    private String part;
    private List<Column> columns;

    /**
     * @param out for tables
     * @param err for progress
     */
    JobReport(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** A fact about the machine and how it measures: text, or a number. */
    void fact(String name, Object value) {
        if (value instanceof Integer number) {
            json.withObject("machine").put(name, number);
        } else {
            json.withObject("machine").put(name, value.toString());
        }
        out.println(name + ": " + value);
    }

    /** Says what has been done, and when. */
    synchronized void progress(String what) {
        err.println(String.format(Locale.ROOT, "[%4.0f s] ", seconds()) + what);
        err.flush();
    }

    /** Seconds since the beginning. */
    double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    /** Begins a table. */
    void table(String part, String title, List<Column> columns) {
        this.part = part;
        this.columns = columns;
        StringBuilder line = new StringBuilder(pad(part + ": " + title));
        for (Column column : columns) {
            line.append(String.format(Locale.ROOT, "%" + COLUMN_WIDTH + "s", column.title()));
        }
        out.println();
        out.println(line);
        out.flush();
    }

    /** A line of it: one number a column; NaN where there is none. */
    void row(String label, RowFacts facts, double... numbers) {
        ObjectNode node = json.withArray("rows").addObject().put("part", part).put("case", label);
        facts.addTo(node);
        StringBuilder line = new StringBuilder(pad(label));
        for (int i = 0; i < numbers.length; i++) {
            Column column = columns.get(i);
            if (!Double.isNaN(numbers[i])) {
                node.put(column.key(), numbers[i]);
                values.put(key(part, label, column), numbers[i]);
            }
            line.append(String.format(Locale.ROOT, "%" + COLUMN_WIDTH + "s", text(numbers[i])));
        }
        out.println(line);
        out.flush();
    }

    /** Something could not be measured. */
    void failed(String part, String what, String reason) {
        json.withArray("failed").addObject().put("part", part).put("case", what).put("reason", reason);
        progress(part + ": " + what + ": FAILED: " + reason);
    }

    boolean hasFailures() {
        return json.has("failed");
    }

    /** A part has been measured. */
    void ended(String part, double seconds) {
        json.withArray("parts").addObject().put("part", part).put("seconds", seconds);
        progress(String.format(Locale.ROOT, "%s: took %.0f s", part, seconds));
    }

    /** A number of an earlier row; NaN where there is none. */
    double value(String part, String label, Column column) {
        return values.getOrDefault(key(part, label, column), Double.NaN);
    }

    /** Everything so far. */
    ObjectNode json() {
        return json;
    }

    private static String key(String part, String label, Column column) {
        return part + "\n" + label + "\n" + column.key();
    }

    private static String text(double number) {
        if (Double.isNaN(number)) {
            return "-";
        }
        return String.format(Locale.ROOT, Math.abs(number) >= WHOLE ? "%,.0f" : "%.2f", number);
    }

    private static String pad(String text) {
        return String.format(Locale.ROOT, "%-" + LABEL_WIDTH + "s", text);
    }
}
