package dev.skipstream.flink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.skipstream.stream.SequenceClassifier;
import java.io.IOException;

/**
 * {@code {"sensor":"pump-7","seq":1042,"time":1700000000000,"value":0.53}}, or {@code "values":[…]} for a packet. Reads
 * token by token, without a tree. Unknown fields are passed over; a known one twice is refused.
 */
final class JsonRecordDecoder extends RecordDecoder {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION) // UTF-8 and nothing else
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private static final int SENSOR = 1;
    private static final int SEQ = 2;
    private static final int TIME = 4;
    private static final int VALUE = 8;
    private static final int VALUES = 16;
    private static final int PERIOD = 32;

    private final FedJsonParser fed = new FedJsonParser(JSON);
    private final Floats floats = new Floats();

    // the record being read
    private int seen;
    private String sensor;
    private long seq;
    private long time;
    private double periodMs;

    JsonRecordDecoder(SampleShape shape) {
        super(shape);
    }

    @Override
    SensorRecord decodeValue(KafkaRecord record) throws MalformedRecordException {
        if (!readFed(record.value())) {
            read(record.value());
        }
        if ((seen & (VALUE | VALUES)) == 0) {
            throw MalformedRecordException.expected("value", "given, or values", "neither");
        }
        if ((seen & (VALUE | VALUES)) == (VALUE | VALUES)) {
            throw MalformedRecordException.expected("record", "a value or values", "both");
        }
        return checked(
                (seen & SENSOR) != 0 ? sensor : keyAsSensor(record),
                (seen & SEQ) != 0 ? seq : SequenceClassifier.UNNUMBERED,
                (seen & SEQ) != 0,
                (seen & TIME) != 0 ? time : record.timestamp(),
                (seen & PERIOD) != 0 ? periodMs : shape().periodMs(),
                floats.toArray());
    }

    /** Reads a short record by the parser that stays; false if it could not, for whatever reason. */
    private boolean readFed(byte[] value) {
        try {
            JsonParser json = fed.feed(value);
            if (json == null) {
                return false;
            }
            boolean whole = false;
            try {
                readObject(json);
                whole = fed.hasReadAll();
            } finally {
                if (!whole) {
                    fed.discard();
                }
            }
            return whole;
        } catch (IOException | MalformedRecordException e) {
            return false; // read again, by a parser that says why
        }
    }

    private void read(byte[] value) throws MalformedRecordException {
        try (JsonParser json = JSON.createParser(value)) {
            readObject(json);
            JsonFault.requireEnd(json);
        } catch (JsonProcessingException e) {
            throw JsonFault.of(e, value);
        } catch (IOException e) {
            throw JsonFault.notUtf8();
        }
    }

    private void readObject(JsonParser json) throws IOException, MalformedRecordException {
        seen = 0;
        floats.clear();
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw MalformedRecordException.expected("record", "a JSON object", describe(json));
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "sensor" -> {
                    once(SENSOR, name);
                    require(json.currentToken() == JsonToken.VALUE_STRING, name, "a string", json);
                    sensor = json.getText();
                }
                case "seq" -> {
                    once(SEQ, name);
                    seq = wholeNumber(json, name);
                }
                case "time" -> {
                    once(TIME, name);
                    time = wholeNumber(json, name);
                }
                case "periodMs" -> {
                    once(PERIOD, name);
                    require(json.currentToken().isNumeric(), name, "a number", json);
                    periodMs = json.getDoubleValue();
                }
                case "value" -> {
                    once(VALUE, name);
                    readSample(json, name);
                }
                case "values" -> {
                    once(VALUES, name);
                    readPacket(json);
                }
                default -> json.skipChildren();
            }
        }
    }

    private void once(int field, String name) throws MalformedRecordException {
        if ((seen & field) != 0) {
            throw MalformedRecordException.expected(name, "given once", "it twice");
        }
        seen |= field;
    }

    private void readPacket(JsonParser json) throws IOException, MalformedRecordException {
        require(json.currentToken() == JsonToken.START_ARRAY, "values", "an array of samples", json);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            readSample(json, "values");
        }
        if (floats.size() == 0) {
            throw MalformedRecordException.expected("values", "at least one sample", "none");
        }
    }

    /** A number, or for several channels an array of them. */
    private void readSample(JsonParser json, String name) throws IOException, MalformedRecordException {
        int channels = shape().channels();
        if (json.currentToken() == JsonToken.START_ARRAY) {
            int before = floats.size();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                readNumber(json, name);
            }
            if (floats.size() - before != channels) {
                throw MalformedRecordException.expected(
                        name, plural(channels, "number") + " a sample", floats.size() - before);
            }
        } else {
            readNumber(json, name);
            if (channels != 1) {
                throw MalformedRecordException.expected(
                        name, plural(channels, "number") + " a sample", "a single number");
            }
        }
    }

    private void readNumber(JsonParser json, String name) throws IOException, MalformedRecordException {
        JsonToken token = json.currentToken();
        require(token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT, name, "numbers", json);
        double number = json.getDoubleValue();
        float value = (float) number;
        floats.add(Float.isFinite(value) ? value : narrowed(number, json.getText()));
    }

    private static long wholeNumber(JsonParser json, String name) throws IOException, MalformedRecordException {
        require(json.currentToken() == JsonToken.VALUE_NUMBER_INT, name, "a whole number", json);
        try {
            return json.getLongValue();
        } catch (JsonProcessingException e) {
            throw MalformedRecordException.expected(name, "a whole number of 64 bits", json.getText());
        }
    }

    private static void require(boolean holds, String name, String expected, JsonParser json)
            throws IOException, MalformedRecordException {
        if (!holds) {
            throw MalformedRecordException.expected(name, expected, describe(json));
        }
    }

    private static String describe(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            default -> json.getText();
        };
    }
}
