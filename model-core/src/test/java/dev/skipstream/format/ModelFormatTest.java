package dev.skipstream.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFormatTest {
    private static byte[] valid;

    @BeforeAll
    static void readAValidFile() throws IOException {
        valid = Files.readAllBytes(GoldenCase.named("skip_gru").folder().resolve("model.safetensors"));
    }

    private static String header(byte[] file) {
        int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return new String(file, 8, length, StandardCharsets.UTF_8);
    }

    /** The valid file with its header rewritten; the data stay as they are. */
    private static byte[] withHeader(UnaryOperator<String> change) {
        String header = header(valid);
        int dataStart = 8 + header.getBytes(StandardCharsets.UTF_8).length;
        byte[] changed = change.apply(header).getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + changed.length + valid.length - dataStart)
                .order(ByteOrder.LITTLE_ENDIAN);
        return file.putLong(changed.length)
                .put(changed)
                .put(valid, dataStart, valid.length - dataStart)
                .array();
    }

    private static String compact(String json) {
        return json.replace(", ", ",").replace("\": ", "\":");
    }

    private static String refusal(byte[] file) {
        String message = assertThrows(ModelFormatException.class, () -> ModelFile.parse(file, "m.safetensors"))
                .getMessage();
        assertTrue(message.startsWith("m.safetensors: "), message);
        assertTrue(message.contains(" must be ") && message.contains(", found "), message);
        return message;
    }

    /** Each line: what the header says, what it says instead, the field that the refusal names. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "format": "skipstream/1"         | "format": "skipstream/2"          | format must be "skipstream/1", found "skipstream/2"
            "format": "skipstream/1"         | "other": "skipstream/1"           | format must be given
            "cell": "skip-gru"               | "cell": "skip-rnn"                | cell must be one of [lstm, gru, skip-lstm, skip-gru], found "skip-rnn"
            "cell": "skip-gru"               | "cell": "skip-lstm"               | rnn.weight_ih_l0.shape must be [24, 2], found [18, 2]
            "cell": "skip-gru"               | "cell": "gru"                     | update.bias must be one of
            "cell": "skip-gru"               | "cell": 7                         | __metadata__.cell must be a string
            "cell": "skip-gru"               | "zell": "skip-gru"                | cell must be given
            "head": "softmax"                | "head": "argmax"                  | head must be one of [softmax, linear, sigmoid]
            "head": "softmax"                | "haed": "softmax"                 | head must be given
            "layer_norm": "false"            | "layer_norm": "True"              | layer_norm must be "true" or "false", found "True"
            "layer_norm": "false"            | "layer_norm": "true"              | rnn.ln_gain_l0 must be a tensor of shape [12], found none
            "sequence_length": "20"          | "sequence_length": "-1"           | sequence_length must be
            "sequence_length": "20"          | "sequence_length": "2e1"          | sequence_length must be
            "sequence_length": "20"          | "sampling_period_ms": "0"         | sampling_period_ms must be
            "sequence_length": "20"          | "sampling_period_ms": "NaN"       | sampling_period_ms must be
            [\\"0\\", \\"1\\", \\"2\\"]      | [\\"0\\", \\"1\\"]                | labels must be 3 different names
            [\\"0\\", \\"1\\", \\"2\\"]      | [\\"0\\", \\"1\\", \\"1\\"]       | labels must be 3 different names
            [\\"0\\", \\"1\\", \\"2\\"]      | [0, 1, 2]                         | labels must be a JSON array of strings
            [\\"0\\", \\"1\\", \\"2\\"]      | {\\"a\\": \\"0\\"}                | labels must be a JSON array of strings
            [\\"0\\", \\"1\\", \\"2\\"]      | nonsense                          | labels must be a JSON array of strings
            "head.bias"                      | "head.bais"                       | head.bias must be a tensor, found none
            "rnn.h0_l0"                      | "rnn.h0_l1"                       | rnn.h0_l0 must be a tensor of shape [6], found none
            "shape": [3, 6]                  | "shape": [6, 3]                   | head.weight.shape must be [3, 6], found [6, 3]
            "shape": [3, 6]                  | "shape": [18]                     | head.weight.shape must be [3, 6], found [18]
            "shape": [3, 6]                  | "shape": [3, -6]                  | head.weight.shape must be whole numbers
            "shape": [3, 6]                  | "shape": [3, 6.5]                 | head.weight.shape must be whole numbers
            "shape": [3, 6]                  | "shape": "3 6"                    | head.weight.shape must be an array
            "shape": [3, 6]                  | "shape": [2147483647, 2147483647] | head.weight.data_offsets must be
            "dtype": "F32", "shape": [3, 6]  | "dtype": "BF16", "shape": [3, 6]  | head.weight.dtype must be "F32" or "F64"
            "dtype": "F32", "shape": [3, 6]  | "dtype": "F64", "shape": [3, 6]   | head.weight.data_offsets must be 144 bytes apart
            "data_offsets": [12, 84]         | "data_offsets": [8, 80]           | data_offsets must be from
            "data_offsets": [12, 84]         | "data_offsets": [16, 88]          | data_offsets must be from 12 on
            "data_offsets": [12, 84]         | "data_offsets": [84, 12]          | data_offsets must be [begin, end]
            "data_offsets": [12, 84]         | "data_offsets": [12]              | data_offsets must be [begin, end]
            {"__metadata__"                  | ["__metadata__"                   | header must be JSON
            "update.bias"                    | "update.weight"                   | header must be JSON
            """)
    void shouldRefuseAHeaderNamingTheFieldExpectedAndFound(String says, String instead, String named) {
        byte[] file = withHeader(header -> {
            String compact = header.replace(", ", ",");
            assertTrue(compact.contains(compact(says)), () -> "header lacks " + says + ": " + compact);
            return compact.replace(compact(says), compact(instead));
        });
        String message = refusal(file);
        assertTrue(message.contains(named), message);
    }

    @Test
    void shouldRefuseLengthsThatDoNotFitTheFile() {
        assertTrue(refusal(new byte[7]).contains("length must be at least 8 bytes, found 7"));
        assertTrue(refusal(Arrays.copyOf(valid, valid.length - 4)).contains("data must be 784 bytes long"));
        assertTrue(refusal(Arrays.copyOf(valid, valid.length + 4)).contains("data must be 784 bytes long"));
        byte[] tooLong = valid.clone();
        ByteBuffer.wrap(tooLong).order(ByteOrder.LITTLE_ENDIAN).putLong(valid.length - 7);
        assertTrue(refusal(tooLong).contains("header length must be 2 … " + (valid.length - 8)));
        byte[] negative = valid.clone();
        ByteBuffer.wrap(negative).order(ByteOrder.LITTLE_ENDIAN).putLong(-1);
        assertTrue(refusal(negative).contains("found 18446744073709551615"));
        byte[] huge = Arrays.copyOf(valid, 3 << 20);
        ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putLong((1 << 20) + 1);
        assertTrue(refusal(huge).contains("header length must be 2 … 1048576 bytes, found 1048577"));
    }

    @Test
    void shouldRefuseNumbersThatAreNotFinite() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            byte[] file = valid.clone();
            ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putFloat(file.length - 4, bad);
            String message = refusal(file);
            assertTrue(message.contains("update.weight[5] must be a finite float32, found " + bad), message);
        }
    }

    @Test
    void shouldNarrowFloat64() throws ModelFormatException {
        String wide = Pattern.compile("\\[(\\d+),(\\d+)\\]\\}")
                .matcher(header(valid).replace("F32", "F64"))
                .replaceAll(
                        m -> "[" + 2 * Integer.parseInt(m.group(1)) + "," + 2 * Integer.parseInt(m.group(2)) + "]}");
        byte[] json = wide.getBytes(StandardCharsets.UTF_8);
        ByteBuffer numbers = ByteBuffer.wrap(valid).order(ByteOrder.LITTLE_ENDIAN);
        numbers.position(8 + header(valid).length());
        ByteBuffer file =
                ByteBuffer.allocate(8 + json.length + 2 * numbers.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json);
        while (numbers.hasRemaining()) {
            file.putDouble(numbers.getFloat());
        }
        ModelFile narrow = ModelFile.parse(valid, "narrow");
        assertEquals(narrow.weights(), ModelFile.parse(file.array(), "wide").weights());
        file.putDouble(file.capacity() - 8, 1e300);
        assertTrue(refusal(file.array()).contains("update.weight[5] must be a finite float32, found Infinity"));
    }

    @Test
    void shouldAnswerEveryByteMutationWithAModelOrAClearRefusal() {
        SplittableRandom random = new SplittableRandom(5);
        for (int at = 0; at < valid.length; at++) {
            for (int repeat = 0; repeat < 16; repeat++) {
                byte[] file = valid.clone();
                file[at] = (byte) (repeat < 8 ? file[at] ^ 1 << repeat : random.nextInt(256));
                parseOrRefuse(file);
            }
        }
        for (int i = 0; i < 50_000; i++) {
            byte[] file = Arrays.copyOf(valid, random.nextInt(valid.length + 100));
            for (int k = random.nextInt(20); k > 0 && file.length > 0; k--) {
                file[random.nextInt(file.length)] = (byte) random.nextInt(256);
            }
            parseOrRefuse(file);
        }
    }

    private static void parseOrRefuse(byte[] file) {
        try {
            ModelFile.parse(file, "m.safetensors");
        } catch (ModelFormatException e) {
            assertTrue(e.getMessage().startsWith("m.safetensors: "), e.getMessage());
        }
    }
}
