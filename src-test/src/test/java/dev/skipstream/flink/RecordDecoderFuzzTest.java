package dev.skipstream.flink;

import dev.skipstream.fuzz.Fuzz;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a topic holds: the decoders understand it or refuse it with a reason. */
@Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // an endless loop
class RecordDecoderFuzzTest {
    private static final SampleShape ONE = new SampleShape(1, 0, 0.5);
    private static final SampleShape TWO = new SampleShape(2, 0, 0);
    private static final SampleShape TOKENS = new SampleShape(1, 100, 0);

    private static List<byte[]> texts(String... texts) {
        List<byte[]> bytes = new ArrayList<>();
        for (String text : texts) {
            bytes.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes;
    }

    private static void fuzz(RecordFormat format, List<byte[]> seeds, List<String> words, SampleShape... shapes) {
        List<RecordDecoder> decoders = new ArrayList<>();
        for (SampleShape shape : shapes) {
            decoders.add(RecordDecoder.of(format, shape));
        }
        int[] turn = new int[1];
        Fuzz.run(format + " records", seeds, words, MalformedRecordException.class, input -> {
            RecordDecoder decoder = decoders.get(turn[0]++ % decoders.size());
            // one input in three is the key too
            byte[] key = turn[0] % 3 == 0 ? input : new byte[] {'k'};
            SensorRecord record = decoder.decode(new KafkaRecord("sensors", 0, turn[0], 1_000, key, input));
            require(!record.sensor().isEmpty() && record.sensor().length() <= RecordDecoder.LONGEST_NAME);
            byte[] name = record.sensor().getBytes(StandardCharsets.UTF_8);
            require(new String(name, StandardCharsets.UTF_8).equals(record.sensor()));
            require(record.values().length % decoder.shape().channels() == 0 && record.values().length > 0);
            double last =
                    record.time() + (record.values().length / decoder.shape().channels() - 1) * record.periodMs();
            require(record.time() >= RecordDecoder.MIN_TIME && last <= RecordDecoder.MAX_TIME);
            for (float value : record.values()) {
                require(Float.isFinite(value));
            }
        });
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new AssertionError("a record that no operator should see");
        }
    }

    @Test
    void shouldUnderstandOrRefuseAnyJson() {
        fuzz(
                RecordFormat.JSON,
                texts(
                        "{\"sensor\":\"pümp-7\",\"seq\":1042,\"time\":1700000000000,\"value\":0.53}",
                        "{\"value\":7}",
                        "{\"seq\":10,\"time\":170,\"periodMs\":1.5,\"values\":[0.5,-1e-3,7]}",
                        "{\"sensor\":\"a\\u00e9\",\"seq\":0,\"value\":[1,2],\"more\":{\"of\":[1,{\"x\":null}]}}",
                        "{\"sensor\":\"s\",\"values\":[[1,2],[3,4],[5,6]]}"),
                List.of(
                        "\"sensor\":",
                        "\"seq\":",
                        "\"time\":",
                        "\"value\":",
                        "\"values\":[",
                        "\"periodMs\":",
                        "{\"x\":"),
                ONE,
                TWO,
                TOKENS);
    }

    @Test
    void shouldUnderstandOrRefuseAnyCsv() {
        fuzz(
                RecordFormat.CSV,
                texts("pümp-7,1042,1700000000000,0.53", ",,,1", "a,1,2,3,4", "b,,5,-1e3,+7.5\n", "c, 1 ,2 , 9"),
                List.of(",,", "1e", "1e999", "."),
                ONE,
                TWO,
                TOKENS);
    }

    @Test
    void shouldUnderstandOrRefuseAnyPackedRecord() {
        List<byte[]> seeds = new ArrayList<>();
        for (int n : new int[] {1, 2, 6, 100}) {
            ByteBuffer packet = ByteBuffer.allocate(20 + 4 * n).order(ByteOrder.LITTLE_ENDIAN);
            packet.putLong(40).putLong(1_700_000_000_000L).putFloat(0.5f);
            for (int i = 0; i < n; i++) {
                packet.putFloat(i);
            }
            seeds.add(packet.array());
        }
        fuzz(RecordFormat.PACKED, seeds, List.of("\u007f", "\u0001\u0001\u0001\u0001"), ONE, TWO, TOKENS);
    }
}
