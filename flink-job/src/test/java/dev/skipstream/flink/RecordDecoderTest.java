package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.stream.SequenceClassifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
            {"value":NaN}                                | record must be a JSON object, found something else about byte 1
            {"value":"0.5"}                              | value must be numbers, found a string
            {"value":null}                               | value must be numbers, found null
            {"value":true}                               | value must be numbers, found true
            {"value":[1,2]}                              | value must be 1 number a sample, found 2
            {"value":{}}                                 | value must be numbers, found an object
            {"values":[]}                                | values must be at least one sample, found none
            {"values":7}                                 | values must be an array of samples, found 7
            {"values":[1,[2]]}{                          | record must be one JSON object, found more after it
            {"value":1} trailing                         | record must be one JSON object, found more after it
            {"value":1}}                                 | record must be one JSON object, found more after it
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
            {"value":1                                   | record must be a JSON object, found its end too early, after byte 10
            {"value":01}                                 | record must be a JSON object, found something else about byte
            [1]                                          | record must be a JSON object, found an array
            hello                                        | record must be a JSON object, found something else about byte
            {"sensor":"a\\ud800","value":1}               | sensor must be a name in Unicode, found half a surrogate pair (U+D800)
            {"sensor":"\\udc00\\ud800","value":1}         | sensor must be a name in Unicode, found half a surrogate pair (U+DC00)
            {"time":253402300799999,"values":[1,2]}      | time must be early enough
            {"time":253402300799998,"periodMs":1,"values":[1,2,3]} | time must be early enough for the packet to end before the year 10000
            """)
    void shouldRefuseMalformedJsonSayingWhatWasExpectedAndFound(String json, String message) {
        String refusal = refusal(RecordFormat.JSON, ONE, "k", json);
        assertTrue(refusal.startsWith(message), refusal);
    }

    /** Not the parser's names of its classes, settings and places. */
    @Test
    void shouldRefuseBrokenJsonInItsOwnWords() {
        for (String broken : new String[] {
            "",
            "{",
            "{\"",
            "{\"a",
            "{\"value\":NaN}",
            "{\"value\":1,}",
            "{value:1}",
            "{\"value\":tru}",
            "{\"value\":1}]",
            "{\"value\":1} {",
            "{\"sensor\":\"a\nb\"}",
            "{\"sensor\":\"\\x\"}",
            "{\"value\":1" + "0".repeat(2_000) + "}",
            "{\"x\":" + "[".repeat(2_000),
            "{\"" + "n".repeat(60_000) + "\":1}"
        }) {
            String refusal = refusal(RecordFormat.JSON, ONE, "k", broken);
            assertTrue(refusal.matches("record must be (a|one) JSON object.*, found .*"), refusal);
            assertTrue(refusal.length() < 150, refusal);
            for (String inner : List.of("Source", "REDACTED", "Feature", "Constraints", "code 1", "token")) {
                assertTrue(!refusal.contains(inner), refusal);
            }
        }
    }

    @Test
    void shouldTellNamesApartWhoseUtf8WouldNotBe() throws MalformedRecordException {
        String pair = "{\"sensor\":\"\\ud83d\\ude00\",\"value\":1}";
        assertEquals("\ud83d\ude00", decode(RecordFormat.JSON, ONE, null, pair).sensor());
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
    void shouldReadCsvFieldsWithBlanksAroundThem() throws MalformedRecordException {
        SensorRecord sample = decode(RecordFormat.CSV, ONE, null, " pump 7 , 12 ,-1000, +0.5 \r\n");
        assertEquals("pump 7", sample.sensor());
        assertEquals(12, sample.seq());
        assertEquals(-1_000, sample.time());
        assertArrayEquals(new float[] {0.5f}, sample.values());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "pump, 7",1,2,3       | record must be a CSV line without quotes, found a quotation mark
            "pump",1,2,3          | record must be a CSV line without quotes, found a quotation mark
            sensor,seq,time,value | value must be a number, found "value"
            a,+2,3,4              | seq must be a whole number of 64 bits, found "+2"
            a,2,+3,4              | time must be a whole number of 64 bits, found "+3"
            a,٢,3,4               | seq must be a whole number of 64 bits, found "٢"
            a,2,3,٤               | value must be a number, found "٤"
            a,2.0,3,4             | seq must be a whole number of 64 bits, found "2.0"
            a,9223372036854775808,3,4 | seq must be a whole number of 64 bits
            a,1,2                 | record must be sensor,seq,time and 1 value, found 3 fields
            a                     | record must be sensor,seq,time and 1 value, found 1 field
            """)
    void shouldRefuseCsvThatIsNotPlain(String line, String message) {
        String refusal = refusal(RecordFormat.CSV, ONE, "k", line);
        assertTrue(refusal.startsWith(message), refusal);
    }

    /** A pattern that tries every way to cut a field would need hours for these. */
    @Test
    void shouldRefuseLongCsvFieldsAtOnce() {
        String digits = "1".repeat(1 << 20);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (String field : new String[] {digits + "x", digits + "." + digits + "x", "1e" + digits + "x"}) {
                refusal(RecordFormat.CSV, ONE, "k", "a,1,2," + field);
            }
            refusal(RecordFormat.CSV, ONE, "k", ",".repeat(1 << 20));
        });
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
