package dev.skipstream.flink;

import dev.skipstream.stream.SequenceClassifier;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** {@link CsvRecordDecoder} the plain way: the record is a text, which is split; each field is a text of its own. */
final class TextCsvDecoder extends RecordDecoder {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?+(\\d++\\.?+\\d*+|\\.\\d++)([eE][+-]?+\\d++)?+");
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");

    TextCsvDecoder(SampleShape shape) {
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
        String[] fields = line.split(",", -1);
        int channels = shape().channels();
        if (fields.length != 3 + channels) {
            throw MalformedRecordException.expected(
                    "record", "sensor,seq,time and " + plural(channels, "value"), plural(fields.length, "field"));
        }
        float[] values = new float[channels];
        for (int i = 0; i < channels; i++) {
            String text = fields[3 + i].strip();
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
