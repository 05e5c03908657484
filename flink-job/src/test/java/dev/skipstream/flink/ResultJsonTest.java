package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skipstream.rnn.HeadKind;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResultJsonTest {
    private static String encode(HeadKind head, String[] labels, int label, float[] probabilities, float[] outputs) {
        return encode(head, labels, label, probabilities, outputs, new long[0]);
    }

    private static String encode(
            HeadKind head, String[] labels, int label, float[] probabilities, float[] outputs, long[] used) {
        return new String(
                ResultJson.encode(new ClassifiedSequence(
                        "pump \"7\"",
                        3,
                        300,
                        399,
                        1_000,
                        1_090,
                        head,
                        labels,
                        label,
                        probabilities,
                        outputs,
                        9,
                        true,
                        0,
                        used,
                        "m@1",
                        "ab")),
                StandardCharsets.UTF_8);
    }

    @Test
    void shouldWriteAClassWithItsProbability() {
        assertEquals(
                "{\"sensor\":\"pump \\\"7\\\"\",\"sequence\":3,\"firstSeq\":300,\"lastSeq\":399,\"startTime\":1000,"
                        + "\"endTime\":1090,\"label\":\"b\",\"probability\":0.75,\"probabilities\":{\"a\":0.25,\"b\":0.75},"
                        + "\"outputs\":[-1.0,0.1],\"samples\":100,\"updates\":9,\"complete\":true,\"missing\":0,"
                        + "\"model\":\"m@1\",\"modelHash\":\"ab\"}",
                encode(HeadKind.SOFTMAX, new String[] {"a", "b"}, 1, new float[] {0.25f, 0.75f}, new float[] {-1, 0.1f
                }));
    }

    @Test
    void shouldWriteUsedPositionsWhereTheyAreNoted() {
        assertEquals(
                true,
                encode(HeadKind.LINEAR, new String[0], -1, new float[0], new float[] {1}, new long[] {0, 7, 12})
                        .contains(",\"missing\":0,\"used\":[0,7,12],\"model\":"));
    }

    @Test
    void shouldWriteOnlyOutputsForALinearHead() {
        assertEquals(
                "{\"sensor\":\"pump \\\"7\\\"\",\"sequence\":3,\"firstSeq\":300,\"lastSeq\":399,\"startTime\":1000,"
                        + "\"endTime\":1090,\"outputs\":[2.5],\"samples\":100,\"updates\":9,\"complete\":true,"
                        + "\"missing\":0,\"model\":\"m@1\",\"modelHash\":\"ab\"}",
                encode(HeadKind.LINEAR, new String[0], -1, new float[0], new float[] {2.5f}));
    }

    @Test
    void shouldWriteEveryLabelThatIsOnForASigmoidHead() {
        String json =
                encode(HeadKind.SIGMOID, new String[] {"a", "b", "c"}, 0, new float[] {0.9f, 0.2f, 0.5f}, new float[] {
                    2, Float.NaN, 0
                });
        assertEquals(
                true,
                json.contains("\"labels\":[\"a\",\"c\"],\"probabilities\":{\"a\":0.9,\"b\":0.2,\"c\":0.5}"),
                json);
        assertEquals(true, json.contains("\"outputs\":[2.0,null,0.0]"), json);
    }

    @Test
    void shouldWriteTheShortestDecimalThatReadsBackTheSameFloat() {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 200_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (!Float.isFinite(value)) {
                continue;
            }
            String json = encode(HeadKind.LINEAR, new String[0], -1, new float[0], new float[] {value});
            String text = json.substring(json.indexOf("[") + 1, json.indexOf("]"));
            assertEquals(value, Float.parseFloat(text));
            assertEquals(value, (float) Double.parseDouble(text), "through double, as readers of JSON do");
        }
        // one digit too many on JDK 17's Float.toString
        assertEquals(
                true,
                encode(HeadKind.LINEAR, new String[0], -1, new float[0], new float[] {2e23f * 1e-23f})
                        .contains("[2.0]"));
        assertEquals(
                true,
                encode(HeadKind.LINEAR, new String[0], -1, new float[0], new float[] {1.0e10f})
                        .contains("[1.0E10]"));
    }
}
