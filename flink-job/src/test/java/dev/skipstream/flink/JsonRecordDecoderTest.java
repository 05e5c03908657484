package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The parser that is fed record after record against one made for each: a blank before a record asks for the latter. */
class JsonRecordDecoderTest {
    private static final SampleShape ONE = new SampleShape(1, 0, 0.5);
    private static final SampleShape TWO = new SampleShape(2, 0, 0);

    private static final List<String> RECORDS = List.of(
            "{\"sensor\":\"pump-7\",\"seq\":1042,\"time\":1700000000000,\"value\":0.53}",
            "{\"sensor\":\"p\u00fcmp \ud83d\ude00\",\"seq\":10,\"time\":170,\"periodMs\":1.5,\"values\":[0.5,-1e-3,7]}",
            "{\"sensor\":\"a\\u00e9\\n\\ud83d\\ude00\",\"seq\":0,\"value\":[1,2],\"more\":{\"of\":[1,{\"x\":null}]}}",
            "{ \"value\" : -0.0 , \"un\\u0069t\" : \"\\\"\", \"ok\" : true, \"no\" : false, \"e\" : 1E+05 }\r\n",
            "{\"values\":[[1,2],[3.25,4e1]],\"x\":[],\"y\":{},\"z\":\"\"}\n",
            "{\"value\":1.00000017881393432617187499}");

    /** What breaks a record or goes on after it. */
    private static final List<String> PIECES = List.of(
            "",
            "}",
            "{",
            "]",
            "[",
            ",",
            ":",
            "\"",
            "\\",
            " ",
            "\n",
            "\t}",
            "5",
            " 5",
            "tru",
            " null",
            "\"a",
            "//",
            "/**/",
            "#",
            "NaN",
            "-",
            "+1",
            "01",
            "-01",
            "1.",
            ".5",
            "1e",
            "e5",
            "1e400",
            "'",
            "\u0000",
            "\u001f",
            "\u007f",
            "\ufeff",
            "\\u",
            "\\ud83d",
            "\\x",
            "\u00fc",
            "\u2028",
            ",\"value\":3",
            "\"seq\":",
            "\"\":",
            "{\"value\":1}");

    private static KafkaRecord record(byte[] value) {
        return new KafkaRecord("sensors", 0, 0, 5_000, new byte[] {'k'}, value);
    }

    /** But where a fault stands and what stands there: a blank before the record moves it. */
    private static String answer(RecordDecoder decoder, byte[] value) {
        return DecoderTrial.answer(decoder, record(value)).replaceAll(" must be (.*)byte \\d+.*", " must be $1byte");
    }

    private static byte[] broken(SplittableRandom random) {
        String text = RECORDS.get(random.nextInt(RECORDS.size()));
        if (random.nextInt(4) > 0) {
            int from = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), from + random.nextInt(3));
            text = text.substring(0, from) + PIECES.get(random.nextInt(PIECES.size())) + text.substring(to);
        }
        if (random.nextInt(4) == 0) {
            text += PIECES.get(random.nextInt(PIECES.size()));
        }
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(4) == 0) {
            value[random.nextInt(value.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(12) == 0 ? Arrays.copyOf(value, random.nextInt(value.length)) : value;
    }

    private static byte[] blankBefore(byte[] value) {
        byte[] longer = new byte[value.length + 1];
        longer[0] = ' ';
        System.arraycopy(value, 0, longer, 1, value.length);
        return longer;
    }

    @Test
    void shouldAnswerEveryRecordAsAParserOfItsOwnDoes() {
        SplittableRandom random = new SplittableRandom(7);
        int understood = 0;
        int records = 150_000;
        for (SampleShape shape : new SampleShape[] {ONE, TWO}) {
            RecordDecoder fed = RecordDecoder.of(RecordFormat.JSON, shape);
            RecordDecoder own = RecordDecoder.of(RecordFormat.JSON, shape);
            for (int i = 0; i < records; i++) {
                byte[] value = broken(random);
                String expected = answer(own, blankBefore(value));
                understood += expected.contains(" must be ") ? 0 : 1;
                assertEquals(expected, answer(fed, value), () -> new String(value, StandardCharsets.ISO_8859_1));
            }
        }
        assertTrue(understood > records / 5 && understood < records * 9 / 5, understood + " understood");
    }

    @Test
    void shouldReadLongRecordsAndThoseAfterThem() throws MalformedRecordException {
        RecordDecoder decoder = RecordDecoder.of(RecordFormat.JSON, ONE);
        for (int i = 0; i < 10_000; i++) { // more than one parser is fed
            String blanks = " ".repeat(i % 100 == 0 ? 2_000 : i % 7);
            String text = "{\"name-" + i + "\":[{}],\"value\":" + blanks + i + "}" + blanks;
            SensorRecord sample = decoder.decode(record(text.getBytes(StandardCharsets.UTF_8)));
            assertEquals(i, sample.values()[0]);
        }
    }

    @Test
    void shouldNotMakeAParserForEveryRecord() throws MalformedRecordException {
        RecordDecoder decoder = RecordDecoder.of(RecordFormat.JSON, ONE);
        KafkaRecord record = record(RECORDS.get(0).getBytes(StandardCharsets.UTF_8));
        long bytes = DecoderTrial.allocatedBytes(decoder, record);
        assertTrue(bytes <= 240, bytes + " bytes a record"); // 768 with a parser each
    }
}
