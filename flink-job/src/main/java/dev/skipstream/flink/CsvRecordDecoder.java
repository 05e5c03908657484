package dev.skipstream.flink;

import dev.skipstream.stream.SequenceClassifier;
import java.nio.charset.StandardCharsets;

/**
 * {@code sensor,seq,time,value…} with one value a channel. An empty sensor is the Kafka key, an empty seq is counted by
 * the operator, an empty time is the Kafka timestamp. Blanks around a field do not count. Fields are not quoted: a name
 * with a comma needs another format.
 *
 * <p>Fields are found and numbers read without texts between: a record of ASCII allocates nothing but what it returns.
 */
final class CsvRecordDecoder extends RecordDecoder {
    private static final int SENSOR = 0;
    private static final int SEQ = 1;
    private static final int TIME = 2;
    private static final int FIRST_VALUE = 3;

    private final FieldNumber number = new FieldNumber();

    // the record being read
    private final int[] begins; // (fields): where a field's first byte stands that is no blank's
    private final int[] ends; // (fields): behind its last
    private byte[] line;

    CsvRecordDecoder(SampleShape shape) {
        super(shape);
        begins = new int[FIRST_VALUE + shape.channels()];
        ends = new int[FIRST_VALUE + shape.channels()];
    }

    @Override
    SensorRecord decodeValue(KafkaRecord record) throws MalformedRecordException {
        line = record.value();
        split();
        float[] values = new float[shape().channels()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(FIRST_VALUE + i);
        }
        String sensor = text(SENSOR);
        boolean numbered = !isEmpty(SEQ);
        return checked(
                sensor.isEmpty() ? keyAsSensor(record) : sensor,
                numbered ? wholeNumber("seq", SEQ) : SequenceClassifier.UNNUMBERED,
                numbered,
                isEmpty(TIME) ? record.timestamp() : wholeNumber("time", TIME),
                shape().periodMs(),
                values);
    }

    /** Finds the fields, all of them before any is read: a long line is judged before it becomes many. */
    private void split() throws MalformedRecordException {
        int bits = 0;
        boolean quoted = false;
        int fields = 1;
        int begin = 0;
        for (int i = 0; i < line.length; i++) {
            byte b = line[i];
            bits |= b;
            quoted |= b == '"';
            if (b == ',') {
                if (fields < ends.length) { // the last is delimited below
                    delimit(fields - 1, begin, i);
                }
                fields++;
                begin = i + 1;
            }
        }
        if (bits < 0 && !isUtf8(line)) {
            throw MalformedRecordException.expected("record", "a CSV line in UTF-8", "other bytes");
        }
        if (quoted) {
            throw MalformedRecordException.expected("record", "a CSV line without quotes", "a quotation mark");
        }
        if (fields != ends.length) {
            throw MalformedRecordException.expected(
                    "record", "sensor,seq,time and " + plural(shape().channels(), "value"), plural(fields, "field"));
        }
        delimit(fields - 1, begin, line.length);
        for (int field = 0; field < fields; field++) {
            if (bits < 0) {
                stripUnicode(field);
            } else {
                strip(field);
            }
        }
    }

    private void delimit(int field, int from, int to) {
        begins[field] = from;
        ends[field] = to;
    }

    /** As {@link String#strip} would a text of ASCII. */
    private void strip(int field) {
        int begin = begins[field];
        int end = ends[field];
        while (begin < end && Character.isWhitespace(line[begin])) {
            begin++;
        }
        while (begin < end && Character.isWhitespace(line[end - 1])) {
            end--;
        }
        delimit(field, begin, end);
    }

    private void stripUnicode(int field) {
        String text = text(field);
        String right = text.stripLeading();
        int begin = begins[field] + utf8Length(text.substring(0, text.length() - right.length()));
        delimit(field, begin, begin + utf8Length(right.stripTrailing()));
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private String text(int field) {
        return new String(line, begins[field], ends[field] - begins[field], StandardCharsets.UTF_8);
    }

    private boolean isEmpty(int field) {
        return begins[field] == ends[field];
    }

    private float value(int field) throws MalformedRecordException {
        number.set(line, begins[field], ends[field]);
        double value;
        try {
            value = number.decimal();
        } catch (NumberFormatException e) {
            throw MalformedRecordException.expected("value", "a number", '"' + text(field) + '"');
        }
        return Float.isFinite((float) value) ? (float) value : narrowed(value, text(field));
    }

    private long wholeNumber(String name, int field) throws MalformedRecordException {
        number.set(line, begins[field], ends[field]);
        try {
            return number.whole();
        } catch (NumberFormatException e) {
            throw MalformedRecordException.expected(name, "a whole number of 64 bits", '"' + text(field) + '"');
        }
    }
}
