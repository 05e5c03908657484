package dev.skipstream.flink;

import dev.skipstream.stream.SequenceClassifier;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * {@code sensor,seq,time,value…} with one value a channel. An empty sensor is the Kafka key, an empty seq is counted by
 * the operator, an empty time is the Kafka timestamp. Blanks around a field do not count. Fields are not quoted: a name
 * with a comma needs another format.
 */
final class CsvRecordDecoder extends RecordDecoder {
    private static final int FIRST_VALUE = 3;

    /** What {@link Double#parseDouble} reads beyond decimal numbers (hexadecimal, suffixes, names) is no CSV number. */
    private static final Pattern DECIMAL = // possessive: a long field must not be tried in every way it can be cut
            Pattern.compile("[+-]?+(\\d++\\.?+\\d*+|\\.\\d++)([eE][+-]?+\\d++)?+");

    /** What {@link Long#parseLong} reads beyond these (a plus, the digits of other scripts) is none either. */
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");

    CsvRecordDecoder(SampleShape shape) {
        super(shape);
    }

    @Override
    SensorRecord decodeValue(KafkaRecord record) throws MalformedRecordException {
        String line;
        try {
            line = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(record.value()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw MalformedRecordException.expected("record", "a CSV line in UTF-8", "other bytes");
        }
        if (line.indexOf('"') >= 0) {
            throw MalformedRecordException.expected("record", "a CSV line without quotes", "a quotation mark");
        }
        int fieldCount = 1 + (int) line.chars().filter(c -> c == ',').count();
        if (fieldCount != FIRST_VALUE + shape().channels()) { // judged before a long line becomes many fields
            throw MalformedRecordException.expected(
                    "record",
                    "sensor,seq,time and " + plural(shape().channels(), "value"),
                    plural(fieldCount, "field"));
        }
        String[] fields = line.split(",", -1);
        float[] values = new float[shape().channels()];
        for (int i = 0; i < values.length; i++) {
            String text = fields[FIRST_VALUE + i].strip();
            if (!DECIMAL.matcher(text).matches()) {
                throw MalformedRecordException.expected("value", "a number", '"' + text + '"');
            }
            values[i] = narrowed(Double.parseDouble(text), text);
        }
        String sensor = fields[0].strip();
        String seq = fields[1].strip();
        String time = fields[2].strip();
        return checked(
                sensor.isEmpty() ? keyAsSensor(record) : sensor,
                seq.isEmpty() ? SequenceClassifier.UNNUMBERED : wholeNumber("seq", seq),
                !seq.isEmpty(),
                time.isEmpty() ? record.timestamp() : wholeNumber("time", time),
                shape().periodMs(),
                values);
    }

    private static long wholeNumber(String name, String text) throws MalformedRecordException {
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
