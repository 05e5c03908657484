package dev.skipstream.flink;

import dev.skipstream.stream.SequenceRules;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Understands a Kafka record in one of the formats, or says why not. Belongs to one thread. */
abstract class RecordDecoder {
    /** First ms of year 1 and last ms of year 9999: times outside are taken for garbage. */
    static final long MIN_TIME = -62_135_596_800_000L;

    static final long MAX_TIME = 253_402_300_799_999L;

    /** Longest name of a sensor, characters: a result holds it twice, and must fit a record. */
    static final int LONGEST_NAME = 1024;

    private final SampleShape shape;

    RecordDecoder(SampleShape shape) {
        this.shape = shape;
    }

    /** The decoder of a format. */
    static RecordDecoder of(RecordFormat format, SampleShape shape) {
        return switch (format) {
            case JSON -> new JsonRecordDecoder(shape);
            case CSV -> new CsvRecordDecoder(shape);
            case PACKED -> new PackedRecordDecoder(shape);
        };
    }

    /**
     * @throws MalformedRecordException saying what was expected and what was found
     */
    final SensorRecord decode(KafkaRecord record) throws MalformedRecordException {
        if (record.value() == null) {
            throw MalformedRecordException.expected("record", "a sensor record", "no value (a tombstone)");
        }
        return decodeValue(record);
    }

    abstract SensorRecord decodeValue(KafkaRecord record) throws MalformedRecordException;

    final SampleShape shape() {
        return shape;
    }

    /** A record whose fields are all checked. */
    final SensorRecord checked(String sensor, long seq, boolean numbered, long time, double periodMs, float[] values)
            throws MalformedRecordException {
        if (sensor.isEmpty()) {
            throw MalformedRecordException.expected("sensor", "a name", "an empty one");
        }
        if (sensor.length() > LONGEST_NAME) {
            throw MalformedRecordException.expected(
                    "sensor", "a name of at most " + LONGEST_NAME + " characters", "one of " + sensor.length());
        }
        requirePairedSurrogates(sensor);
        int n = values.length / shape.channels();
        if (numbered && (seq < 0 || seq > SequenceRules.MAX_SEQ - n)) {
            throw MalformedRecordException.expected("seq", "0 … " + (SequenceRules.MAX_SEQ - n), seq);
        }
        if (time < MIN_TIME || time > MAX_TIME) {
            throw MalformedRecordException.expected("time", "epoch ms of the years 1 … 9999", time);
        }
        if (!(periodMs >= 0 && periodMs * n <= MAX_TIME)) {
            throw MalformedRecordException.expected("periodMs", "a number >= 0 of a sensible size", periodMs);
        }
        if (time + (n - 1) * periodMs > MAX_TIME) {
            throw MalformedRecordException.expected(
                    "time",
                    "early enough for the packet to end before the year 10000",
                    time + " with " + n + " samples " + periodMs + " ms apart");
        }
        if (shape.vocabulary() > 0) {
            checkTokens(values);
        }
        return new SensorRecord(sensor, seq, time, periodMs, values);
    }

    /** UTF-8 has no bytes for one half of a pair: two such names would be one key. */
    private static void requirePairedSurrogates(String sensor) throws MalformedRecordException {
        for (int i = 0; i < sensor.length(); i++) {
            char c = sensor.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            boolean paired = Character.isHighSurrogate(c)
                    && i + 1 < sensor.length()
                    && Character.isLowSurrogate(sensor.charAt(i + 1));
            if (!paired) {
                throw MalformedRecordException.expected(
                        "sensor", "a name in Unicode", String.format("half a surrogate pair (U+%04X)", (int) c));
            }
            i++;
        }
    }

    private void checkTokens(float[] values) throws MalformedRecordException {
        for (float value : values) {
            if (!(value >= 0 && value < shape.vocabulary() && value == (int) value)) {
                throw MalformedRecordException.expected(
                        "value", "a token id of 0 … " + (shape.vocabulary() - 1), value);
            }
        }
    }

    /** {@code count} of a thing, in words. */
    static String plural(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    /** Text became {@code number}: narrows it to float32, which must be finite. */
    static float narrowed(double number, CharSequence text) throws MalformedRecordException {
        float value = (float) number;
        if (!Float.isFinite(value)) {
            throw MalformedRecordException.expected("value", "a finite float32", text);
        }
        return value;
    }

    /** The record's key as the sensor's name. */
    static String keyAsSensor(KafkaRecord record) throws MalformedRecordException {
        if (record.key() == null) {
            throw MalformedRecordException.expected("sensor", "given in the record or as its key", "neither");
        }
        byte[] key = record.key();
        if (isAscii(key)) { // nearly every name, without a decoder's cost
            return new String(key, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
        } catch (CharacterCodingException e) {
            throw MalformedRecordException.expected("key", "a sensor name in UTF-8", "other bytes");
        }
    }

    /** Whether the bytes are a text in UTF-8. */
    static boolean isUtf8(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isAscii(byte[] text) {
        int bits = 0;
        for (byte b : text) {
            bits |= b;
        }
        return bits >= 0;
    }
}
