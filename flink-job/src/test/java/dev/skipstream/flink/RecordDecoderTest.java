package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.stream.SequenceClassifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordDecoderTest {
    private static final SampleShape ONE = new SampleShape(1, 0, 0.5);
    private static final SampleShape TWO = new SampleShape(2, 0, 0);

    private static KafkaRecord record(String key, byte[] value) {
        return new KafkaRecord(
                "sensors", 3, 17, 5_000, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value);
    }

    private static SensorRecord decode(RecordFormat format, SampleShape shape, String key, String value)
            throws MalformedRecordException {
        return RecordDecoder.of(format, shape).decode(record(key, value.getBytes(StandardCharsets.UTF_8)));
    }

    private static String refusal(RecordFormat format, SampleShape shape, String key, String value) {
        return assertThrows(MalformedRecordException.class, () -> decode(format, shape, key, value))
                .getMessage();
    }

    @Test
    void shouldReadASingleSample() throws MalformedRecordException {
        SensorRecord sample = decode(
                RecordFormat.JSON,
                ONE,
                null,
                "{\"sensor\":\"pump-7\",\"seq\":1042,\"time\":1700000000000,\"value\":0.53}");
        assertEquals("pump-7", sample.sensor());
        assertEquals(1042, sample.seq());
        assertEquals(1_700_000_000_000L, sample.time());
        assertArrayEquals(new float[] {0.53f}, sample.values());
    }

    @Test
    void shouldTakeWhatIsAbsentFromTheKeyTheTimestampAndTheModel() throws MalformedRecordException {
        SensorRecord sample = decode(RecordFormat.JSON, ONE, "pump-8", "{\"value\":1e0,\"unit\":{\"of\":[1]}}");
        assertEquals("pump-8", sample.sensor());
        assertEquals(SequenceClassifier.UNNUMBERED, sample.seq());
        assertEquals(5_000, sample.time());
        assertEquals(0.5, sample.periodMs());
    }

    @Test
    void shouldReadPacketsOfOneAndOfSeveralChannels() throws MalformedRecordException {
        SensorRecord one = decode(RecordFormat.JSON, ONE, "k", "{\"seq\":7,\"periodMs\":2,\"values\":[1,2.5,-3]}");
        assertArrayEquals(new float[] {1, 2.5f, -3}, one.values());
        assertEquals(2, one.periodMs());
        SensorRecord two = decode(RecordFormat.JSON, TWO, "k", "{\"values\":[[1,2],[3,4]],\"seq\":0}");
        assertArrayEquals(new float[] {1, 2, 3, 4}, two.values());
        assertArrayEquals(
                new float[] {5, 6},
                decode(RecordFormat.JSON, TWO, "k", "{\"value\":[5,6]}").values());
    }

    @Test
    void shouldNarrowTextThroughDouble() throws MalformedRecordException {
        // between two float32 values, a hair above the middle: rounding once or twice differs
        String text = "1.00000017881393432617187499";
        assertArrayEquals(
                new float[] {(float) Double.parseDouble(text)},
                decode(RecordFormat.JSON, ONE, "k", "{\"value\":" + text + "}").values());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"value":1e400}                              | value must be a finite float32, found 1e400
            {"value":3.5e38}                             | value must be a finite float32, found 3.5e38
            {"value":NaN}                                | record must be a JSON object
            {"value":"0.5"}                              | value must be numbers, found a string
            {"value":null}                               | value must be numbers, found null
            {"value":true}                               | value must be numbers, found true
            {"value":[1,2]}                              | value must be 1 numbers a sample, found 2
            {"value":{}}                                 | value must be numbers, found an object
            {"values":[]}                                | values must be at least one sample, found none
            {"values":7}                                 | values must be an array of samples, found 7
            {"values":[1,[2]]}{                          | record must be one JSON object
            {"value":1,"values":[1]}                     | record must be a value or values, found both
            {"value":1,"value":2}                        | value must be given once, found it twice
            {"seq":1}                                    | value must be given, or values, found neither
            {"seq":-1,"value":1}                         | seq must be 0 … 4611686018427387903, found -1
            {"seq":1.0,"value":1}                        | seq must be a whole number, found 1.0
            {"seq":99999999999999999999,"value":1}       | seq must be a whole number of 64 bits
            {"seq":9223372036854775807,"value":1}        | seq must be 0 …
            {"time":"now","value":1}                     | time must be a whole number, found a string
            {"time":9000000000000000,"value":1}          | time must be epoch ms of the years 1 … 9999
            {"periodMs":-1,"value":1}                    | periodMs must be
            {"periodMs":"1","value":1}                   | periodMs must be a number
            {"sensor":"","value":1}                      | sensor must be a name, found an empty one
            {"sensor":7,"value":1}                       | sensor must be a string, found 7
            {"value":1                                   | record must be a JSON object
            [1]                                          | record must be a JSON object, found an array
            hello                                        | record must be a JSON object
            """)
    void shouldRefuseMalformedJsonSayingWhatWasExpectedAndFound(String json, String message) {
        String refusal = refusal(RecordFormat.JSON, ONE, "k", json);
        assertTrue(refusal.startsWith(message), refusal);
    }

    @Test
    void shouldRefuseRecordsWithoutValueSensorOrReadableKey() {
        RecordDecoder decoder = RecordDecoder.of(RecordFormat.JSON, ONE);
        byte[] value = "{\"value\":1}".getBytes(StandardCharsets.UTF_8);
        assertTrue(assertThrows(MalformedRecordException.class, () -> decoder.decode(record("k", null)))
                .getMessage()
                .contains("a tombstone"));
        assertTrue(assertThrows(MalformedRecordException.class, () -> decoder.decode(record(null, value)))
                .getMessage()
                .contains("in the record or as its key"));
        assertTrue(assertThrows(MalformedRecordException.class, () -> decoder.decode(record("", value)))
                .getMessage()
                .contains("sensor must be a name"));
        KafkaRecord badKey = new KafkaRecord("t", 0, 0, 0, new byte[] {(byte) 0xff}, value);
        assertTrue(assertThrows(MalformedRecordException.class, () -> decoder.decode(badKey))
                .getMessage()
                .contains("UTF-8"));
    }

    @Test
    void shouldRefuseASensorNameThatNoResultCouldHold() throws MalformedRecordException {
        String longest = "x".repeat(1024);
        assertEquals(
                longest,
                decode(RecordFormat.JSON, ONE, longest, "{\"value\":1}").sensor());
        String refusal = refusal(RecordFormat.JSON, ONE, null, "{\"sensor\":\"" + longest + "x\",\"value\":1}");
        assertEquals("sensor must be a name of at most 1024 characters, found one of 1025", refusal);
    }

    @Test
    void shouldReadUtf8Only() throws MalformedRecordException {
        String json = "{\"sensor\":\"pümp\",\"value\":1}";
        assertEquals("pümp", decode(RecordFormat.JSON, ONE, null, json).sensor());
        for (Charset other : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16, StandardCharsets.ISO_8859_1)) {
            assertThrows(
                    MalformedRecordException.class,
                    () -> RecordDecoder.of(RecordFormat.JSON, ONE).decode(record("k", json.getBytes(other))),
                    other.name());
        }
    }

    @Test
    void shouldCheckTokenIdsOfAnEmbedding() throws MalformedRecordException {
        SampleShape tokens = new SampleShape(1, 10, 0);
        assertArrayEquals(
                new float[] {9},
                decode(RecordFormat.JSON, tokens, "k", "{\"value\":9}").values());
        for (String bad : new String[] {"10", "-1", "1.5"}) {
            assertTrue(refusal(RecordFormat.JSON, tokens, "k", "{\"value\":" + bad + "}")
                    .startsWith("value must be a token id of 0 … 9"));
        }
    }

    @Test
    void shouldReadCsv() throws MalformedRecordException {
        SensorRecord sample = decode(RecordFormat.CSV, TWO, null, "pump-7,12,1000,0.5,-1e3\n");
        assertEquals("pump-7", sample.sensor());
        assertEquals(12, sample.seq());
        assertEquals(1_000, sample.time());
        assertArrayEquals(new float[] {0.5f, -1000}, sample.values());
        SensorRecord bare = decode(RecordFormat.CSV, TWO, "k", ",,,1,2");
        assertEquals("k", bare.sensor());
        assertEquals(SequenceClassifier.UNNUMBERED, bare.seq());
        assertEquals(5_000, bare.time());
        assertTrue(refusal(RecordFormat.CSV, TWO, "k", "a,1,2,3").contains("found 4 fields"));
        assertTrue(refusal(RecordFormat.CSV, ONE, "k", "a,1,2,NaN").contains("value must be a number, found \"NaN\""));
        assertTrue(refusal(RecordFormat.CSV, ONE, "k", "a,1,2,0x1p3").contains("value must be a number"));
        assertTrue(refusal(RecordFormat.CSV, ONE, "k", "a,1,2,1e99").contains("finite float32"));
        assertTrue(refusal(RecordFormat.CSV, ONE, "k", "a,x,2,1").contains("seq must be a whole number"));
    }

    @Test
    void shouldReadPackedRecords() throws MalformedRecordException {
        ByteBuffer packet = ByteBuffer.allocate(20 + 16).order(ByteOrder.LITTLE_ENDIAN);
        packet.putLong(40)
                .putLong(1_000)
                .putFloat(0.5f)
                .putFloat(1)
                .putFloat(2)
                .putFloat(3)
                .putFloat(4);
        RecordDecoder decoder = RecordDecoder.of(RecordFormat.PACKED, TWO);
        SensorRecord decoded = decoder.decode(record("k", packet.array()));
        assertEquals(40, decoded.seq());
        assertEquals(1_000, decoded.time());
        assertEquals(0.5, decoded.periodMs());
        assertArrayEquals(new float[] {1, 2, 3, 4}, decoded.values());
        packet.putFloat(20, Float.NaN);
        assertThrows(MalformedRecordException.class, () -> decoder.decode(record("k", packet.array())));
        assertThrows(MalformedRecordException.class, () -> decoder.decode(record("k", new byte[19])));
        assertThrows(MalformedRecordException.class, () -> decoder.decode(record("k", new byte[24])));
    }

    @Test
    void shouldAnswerEveryMutationWithARecordOrARefusal() {
        SplittableRandom random = new SplittableRandom(3);
        byte[] json = "{\"sensor\":\"pümp\",\"seq\":10,\"time\":170,\"periodMs\":1.5,\"values\":[0.5,-1e-3,7]}"
                .getBytes(StandardCharsets.UTF_8);
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] value = json.clone();
            for (int k = 1 + random.nextInt(3); k > 0; k--) {
                value[random.nextInt(value.length)] = (byte) random.nextInt(256);
            }
            for (RecordFormat format : RecordFormat.values()) {
                try {
                    RecordDecoder.of(format, ONE).decode(record("k", value));
                    read++;
                } catch (MalformedRecordException e) {
                    assertTrue(e.getMessage().contains(" must be "), e.getMessage());
                }
            }
        }
        assertTrue(read > 1_000, "only " + read + " mutants were still records");
    }
}
