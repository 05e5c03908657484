package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Reading fields from bytes against reading them as texts. */
class CsvRecordDecoderTest {
    private static final SampleShape[] SHAPES = {
        new SampleShape(1, 0, 0.5), new SampleShape(3, 0, 0), new SampleShape(1, 100, 0)
    };

    /** Fields and pieces of them: blanks of ASCII and beyond, what looks like a blank, a number or an end. */
    private static final String[] PIECES = {
        "",
        " ",
        "\t",
        "\r\n",
        "\u000b",
        "\u001c",
        "\u001f",
        "\u0000",
        "\u0085",
        "\u00a0",
        "\u2003",
        "\u3000",
        "\ufeff",
        ",",
        "\"",
        "'",
        "-",
        "+",
        ".",
        "e",
        "E",
        "e-",
        "E+",
        "0",
        "-0",
        "00",
        "7",
        "22",
        "-22",
        "23",
        "308",
        "1e400",
        "9007199254740992",
        "9007199254740993",
        "999999999999999999",
        "-999999999999999999",
        "1000000000000000000",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "1.00000017881393432617187499",
        "e22",
        "e-22",
        "e23",
        "3.4028235677973366e38",
        "1e-46",
        "0x1p3",
        "1f",
        "NaN",
        "Infinity",
        "1_0",
        "٢",
        "pümp",
        "\ud83d\ude00"
    };

    private static String number(SplittableRandom random) {
        double value = random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-30, 31));
        return switch (random.nextInt(7)) {
            case 0 -> Double.toString(value);
            case 1 -> Float.toString((float) value);
            case 2 -> String.format(Locale.ROOT, "%.6f", random.nextDouble(-2, 2));
            case 3 -> String.format(Locale.ROOT, "%+.4e", value);
            case 4 -> Long.toString(random.nextLong());
            case 5 -> random.nextInt(200) + "." + random.nextLong(1L << 40);
            default -> PIECES[random.nextInt(PIECES.length)];
        };
    }

    private static String line(SplittableRandom random, int channels) {
        StringBuilder line = new StringBuilder();
        for (int field = 0; field < 3 + channels; field++) {
            line.append(field == 0 ? "" : ",");
            line.append(random.nextInt(8) == 0 ? PIECES[random.nextInt(PIECES.length)] : "");
            switch (random.nextInt(12)) {
                case 0 -> line.append(number(random));
                case 1 -> line.append(PIECES[random.nextInt(PIECES.length)]);
                default ->
                    line.append(
                            switch (field) {
                                case 0 -> "pump-" + random.nextInt(100);
                                case 1 -> "" + random.nextInt(10_000);
                                case 2 -> "" + random.nextLong(1_700_000_000_000L);
                                default -> number(random);
                            });
            }
            line.append(random.nextInt(8) == 0 ? PIECES[random.nextInt(PIECES.length)] : "");
        }
        return line.toString();
    }

    @Test
    void shouldAnswerEveryRecordAsReadingItsFieldsAsTextsDoes() {
        SplittableRandom random = new SplittableRandom(11);
        int understood = 0;
        int records = 200_000;
        for (SampleShape shape : SHAPES) {
            RecordDecoder bytes = RecordDecoder.of(RecordFormat.CSV, shape);
            RecordDecoder texts = new TextCsvDecoder(shape);
            for (int i = 0; i < records; i++) {
                byte[] value = line(random, shape.channels()).getBytes(StandardCharsets.UTF_8);
                for (int k = value.length == 0 ? 0 : random.nextInt(3); k > 0 && i % 4 == 0; k--) {
                    value[random.nextInt(value.length)] = (byte) random.nextInt(256);
                }
                KafkaRecord record =
                        new KafkaRecord("sensors", 0, i, 5_000, i % 9 == 0 ? null : new byte[] {'k'}, value);
                String expected = DecoderTrial.answer(texts, record);
                understood += expected.contains(" must be ") ? 0 : 1;
                assertEquals(
                        expected, DecoderTrial.answer(bytes, record), () -> new String(value, StandardCharsets.UTF_8));
            }
        }
        int all = records * SHAPES.length;
        assertTrue(understood > all / 10 && understood < all * 9 / 10, understood + " of " + all + " understood");
    }

    @Test
    void shouldAllocateNothingButWhatItReturns() throws MalformedRecordException {
        RecordDecoder decoder = RecordDecoder.of(RecordFormat.CSV, SHAPES[0]);
        byte[] value = "pump-7,1042,1700000000000,-0.530125\n".getBytes(StandardCharsets.US_ASCII);
        KafkaRecord record = new KafkaRecord("sensors", 0, 0, 5_000, null, value);
        long bytes = DecoderTrial.allocatedBytes(decoder, record);
        // record 48, values 24, name 24 and its bytes 24; a text of each other field would add 150
        assertTrue(bytes <= 160, bytes + " bytes a record");
    }
}
