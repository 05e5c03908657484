package dev.skipstream.flink;

import dev.skipstream.stream.SequenceClassifier;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * {@code sensor,seq,time,value…} with one value a channel. An empty sensor is the Kafka key, an empty seq is counted by
 * the operator, an empty time is the Kafka timestamp. Blanks around a field do not count. Fields are not quoted: a name
 * with a comma needs another format.
 *
 * <p>Plain numbers are read from the record's bytes; only other fields become texts. A record of ASCII and plain numbers
 * allocates nothing but what it returns.
 */
final class CsvRecordDecoder extends RecordDecoder {
    private static final int SENSOR = 0;
    private static final int SEQ = 1;
    private static final int TIME = 2;
    private static final int FIRST_VALUE = 3;

    /** What {@link Double#parseDouble} reads beyond decimal numbers (hexadecimal, suffixes, names) is no CSV number. */
    private static final Pattern DECIMAL = // possessive: a long field must not be tried in every way it can be cut
            Pattern.compile("[+-]?+(\\d++\\.?+\\d*+|\\.\\d++)([eE][+-]?+\\d++)?+");

    /** What {@link Long#parseLong} reads beyond these (a plus, the digits of other scripts) is none either. */
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");

    // the record being read
    private final int[] begins; // (fields): where a field's first byte stands that is no blank of ASCII
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
            double plain = PlainNumber.decimal(line, begins[FIRST_VALUE + i], ends[FIRST_VALUE + i]);
            values[i] = Double.isNaN(plain) ? value(text(FIRST_VALUE + i)) : (float) plain;
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
    }

    private void delimit(int field, int from, int to) {
        int begin = from;
        int end = to;
        while (begin < end && isBlank(line[begin])) {
            begin++;
        }
        while (begin < end && isBlank(line[end - 1])) {
            end--;
        }
        begins[field] = begin;
        ends[field] = end;
    }

    /** As {@link String#strip} sees the characters of ASCII. */
    private static boolean isBlank(byte b) {
        return b >= 0 && b <= ' ' && Character.isWhitespace(b);
    }

    private String text(int field) {
        int begin = begins[field];
        // strips the blanks beyond ASCII; in ASCII there is nothing left to strip, and no text is copied
        return new String(line, begin, ends[field] - begin, StandardCharsets.UTF_8).strip();
    }

    private boolean isEmpty(int field) {
        return begins[field] == ends[field]
                || line[begins[field]] < 0 && text(field).isEmpty();
    }

    private static float value(String text) throws MalformedRecordException {
        if (!DECIMAL.matcher(text).matches()) {
            throw MalformedRecordException.expected("value", "a number", '"' + text + '"');
        }
        return narrowed(Double.parseDouble(text), text);
    }

    private long wholeNumber(String name, int field) throws MalformedRecordException {
        long plain = PlainNumber.whole(line, begins[field], ends[field]);
        if (plain != PlainNumber.NO_WHOLE) {
            return plain;
        }
        String text = text(field);
        if (WHOLE.matcher(text).matches()) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                // too great: told below
            }
        }
        throw MalformedRecordException.expected(name, "a whole number of 64 bits", '"' + text + '"');
    }
}
