package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that are none of ours leave by the side, and the job goes on. */
interface RejectedRecordTests extends JobTests {
    /** Each malformed in another way for a model of two channels; JSON goes to the key's sensor where it names none. */
    List<String> MALFORMED = List.of(
            "",
            " ",
            "nonsense",
            "null",
            "[1,2]",
            "7",
            "{",
            "{}",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":1}",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":1,\"value\":1}",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":1,\"value\":[1,2,3]}",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":1,\"value\":[1,\"2\"]}",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":1,\"value\":[1,null]}",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":1,\"value\":[1,NaN]}",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":1,\"value\":[1,1e39]}",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":1,\"value\":[1,-1e400]}",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":1,\"value\":[1,2]",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":1,\"value\":[1,2]} {}",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":1,\"value\":[1,2],\"value\":[1,2]}",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":1,\"value\":[1,2],\"values\":[[1,2]]}",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":1,\"values\":[]}",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":1,\"values\":[[1,2],[3]]}",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":1,\"values\":[1,2]}",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":1,\"periodMs\":-1,\"values\":[[1,2]]}",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":1,\"periodMs\":\"1\",\"values\":[[1,2]]}",
            "{\"sensor\":\"s\",\"seq\":-1,\"time\":1,\"value\":[1,2]}",
            "{\"sensor\":\"s\",\"seq\":1.5,\"time\":1,\"value\":[1,2]}",
            "{\"sensor\":\"s\",\"seq\":\"1\",\"time\":1,\"value\":[1,2]}",
            "{\"sensor\":\"s\",\"seq\":9223372036854775807,\"time\":1,\"value\":[1,2]}",
            "{\"sensor\":\"s\",\"seq\":9223372036854775808,\"time\":1,\"value\":[1,2]}",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":\"now\",\"value\":[1,2]}",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":9223372036854775807,\"value\":[1,2]}",
            "{\"sensor\":7,\"seq\":1,\"time\":1,\"value\":[1,2]}",
            "{\"sensor\":\"\",\"seq\":1,\"time\":1,\"value\":[1,2]}",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":1,\"value\":{\"x\":1}}",
            "{\"sensor\":\"\\ud800\",\"seq\":1,\"time\":1,\"value\":[1,2]}",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":253402300799999,\"periodMs\":1,\"values\":[[1,2],[3,4]]}",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":1,\"value\":[1,2]} more",
            "{\"sensor\":\"s\",\"seq\":1,\"time\":1,\"value\":[1,2],\"x\":" + "[".repeat(2000) + "]".repeat(2000) + "}",
            "[".repeat(3000),
            "{\"sensor\":\"s\",\"seq\":1,\"time\":1,\"value\":[1," + "9".repeat(2000) + "]}");

    @Test
    default void shouldSendMalformedRecordsAwayWithTheirOwnBytes() throws IOException {
        GoldenStream golden = GoldenStream.of("skip_gru");
        List<byte[]> values = new ArrayList<>();
        MALFORMED.forEach(text -> values.add(text.getBytes(StandardCharsets.UTF_8)));
        values.add(null);
        values.add(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        values.add("{\"sensor\":\"s\u00fc\",\"value\":[1,2]}".getBytes(StandardCharsets.ISO_8859_1));
        values.add(new byte[5000]);
        JobTopics topics = JobTopics.make(servers(), 1);
        List<Long> offsets = new ArrayList<>();
        long offset = 0;
        for (int i = 0; i < Math.max(values.size(), golden.samples().size()); i++) {
            if (i < golden.samples().size()) {
                topics.add("good", golden.samples().get(i).json("good"));
                offset++;
            }
            if (i < values.size()) {
                topics.add(key(i), values.get(i));
                offsets.add(offset++);
            }
        }
        topics.add((byte[]) null, golden.samples().get(0).jsonWithoutSensor()); // no sensor anywhere
        offsets.add(offset++);
        values.add(golden.samples().get(0).jsonWithoutSensor());
        topics.add(new byte[0], golden.samples().get(0).jsonWithoutSensor()); // a name of no characters
        offsets.add(offset++);
        values.add(golden.samples().get(0).jsonWithoutSensor());

        Map<String, Long> counts = topics.count(golden);
        assertEquals(offset, counts.get("recordsRead"));
        assertEquals(values.size(), counts.get("recordsRejected"));
        assertEquals(golden.samples().size(), counts.get("samples"));
        GoldenJobTests.assertPredictions(golden, topics.results());

        List<ConsumerRecord<byte[], byte[]>> rejected = topics.rejected();
        assertEquals(values.size(), rejected.size());
        for (int i = 0; i < rejected.size(); i++) {
            ConsumerRecord<byte[], byte[]> record = rejected.get(i);
            assertArrayEquals(values.get(i), record.value());
            int fromEnd = values.size() - i;
            assertArrayEquals(fromEnd == 1 ? new byte[0] : fromEnd == 2 ? null : key(i), record.key());
            assertEquals(4, record.headers().toArray().length);
            String error = header(record, "skipstream.error");
            assertTrue(error.contains("must be") && error.contains("found"), error);
            assertEquals(topics.input, header(record, "skipstream.topic"));
            assertEquals("0", header(record, "skipstream.partition"));
            assertEquals(Long.toString(offsets.get(i)), header(record, "skipstream.offset"));
        }
    }

    @Test
    default void shouldSendAwayWhatIsNoCsvAndNoPackedRecord() throws IOException {
        GoldenStream golden = GoldenStream.of("skip_gru");
        List<String> lines = List.of("", "a", "a,1,2,3", "a,1,2,3,4,5", "a,x,2,3,4", "a,1,2,3,0x1p3", "a,1,2,3,1e39");
        JobTopics topics = JobTopics.make(servers(), 1);
        lines.forEach(line -> topics.add("key", line.getBytes(StandardCharsets.UTF_8)));
        golden.samples().forEach(sample -> topics.add("good", sample.csv("good")));
        assertEquals(lines.size(), topics.count(golden, "--format", "csv").get("recordsRejected"));
        assertEquals(lines.size(), topics.rejected().size());
        GoldenJobTests.assertPredictions(golden, topics.results());

        JobTopics packed = JobTopics.make(servers(), 1);
        byte[] good = Sample.packed(golden.samples(), GoldenStream.PERIOD_MS);
        byte[] negative = good.clone();
        negative[7] = (byte) 0x80; // the sign of seq
        byte[] notFinite = good.clone();
        Arrays.fill(notFinite, 20, 24, (byte) 0xff); // the first value, NaN
        List<byte[]> broken = List.of(
                new byte[0],
                new byte[20],
                Arrays.copyOf(good, good.length - 4),
                Arrays.copyOf(good, 27),
                negative,
                notFinite);
        broken.forEach(bytes -> packed.add("good", bytes));
        packed.add((byte[]) null, good).add("good", good);
        assertEquals(
                broken.size() + 1, packed.count(golden, "--format", "packed").get("recordsRejected"));
        assertEquals(broken.size() + 1, packed.rejected().size());
        GoldenJobTests.assertPredictions(golden, packed.results());
    }

    /** Every size about the limit: each record lands or is logged, and nothing stops. */
    @Test
    default void shouldDropWithWordsWhatEvenTheRejectedTopicRefuses() throws Exception {
        GoldenStream golden = GoldenStream.of("skip_gru");
        JobTopics topics = JobTopics.make(servers(), 1);
        limit(topics.rejected, 2000);
        int sent = 0;
        for (int size = 1300; size < 2000; size += 3, sent++) {
            topics.add("key", "x".repeat(size).getBytes(StandardCharsets.UTF_8));
        }
        topics.addAll("good", golden.samples());
        try (LogLines log = LogLines.of("dev.skipstream.flink")) {
            Map<String, Long> counts = topics.count(golden);
            assertEquals(sent, counts.get("recordsRejected"));
            int landed = topics.rejected().size();
            List<String> dropped = log.lines().stream()
                    .filter(line -> line.contains("does not fit topic " + topics.rejected))
                    .toList();
            assertEquals(sent, landed + dropped.size());
            assertTrue(landed > 20 && dropped.size() > 20, landed + " landed");
            assertTrue(
                    dropped.get(dropped.size() - 1).contains(topics.input + "-0 offset " + (sent - 1)),
                    dropped.get(dropped.size() - 1));
        }
        GoldenJobTests.assertPredictions(golden, topics.results());
    }

    @Test
    default void shouldDropWithWordsWhatTheProducerRefuses(@TempDir Path directory) throws Exception {
        GoldenStream golden = GoldenStream.of("skip_gru");
        Path properties = directory.resolve("kafka.properties");
        Files.writeString(properties, "max.request.size=3000\n");
        JobTopics topics = JobTopics.make(servers(), 1);
        topics.add("key", new byte[2000]).add("key", new byte[3000]).add("key", new byte[9000]);
        topics.addAll("good", golden.samples());
        Map<String, Long> counts =
                topics.count(golden, "--kafka-properties", properties.toString(), "-Drestart-strategy.type=none");
        assertEquals(3, counts.get("recordsRejected"));
        assertEquals(1, topics.rejected().size());
        GoldenJobTests.assertPredictions(golden, topics.results());
    }

    /** Names of every length about the limit: each result lands or is counted, a first is told, and nothing stops. */
    @Test
    default void shouldDropWithWordsAResultThatTheOutputTopicRefuses() throws Exception {
        GoldenStream golden = GoldenStream.of("skip_gru");
        JobTopics topics = JobTopics.make(servers(), 1);
        limit(topics.output, 2000);
        int sensors = 0;
        for (int length = 600; length < 1000; length += 10, sensors++) {
            topics.addAll("x".repeat(length), golden.samples());
        }
        try (LogLines log = LogLines.of("dev.skipstream.flink")) {
            Map<String, Long> counts = topics.count(golden, "-Drestart-strategy.type=none", "-Dparallelism.default=1");
            long landed = topics.results().size();
            long dropped = counts.get("resultsDropped");
            assertEquals((long) sensors * golden.sequences(), landed + dropped);
            assertEquals(landed + dropped, counts.get("results"));
            assertTrue(landed > 20 && dropped > 20, landed + " landed, " + dropped + " dropped");
            List<String> told = log.lines().stream()
                    .filter(line -> line.contains("does not fit topic " + topics.output))
                    .toList();
            assertEquals(1, told.size(), told.toString());
            assertTrue(told.get(0).contains("sequence 0"), told.get(0));
        }
    }

    @Test
    default void shouldSendAwayRecordsBeyondTheProducersDefault() throws Exception {
        GoldenStream golden = GoldenStream.of("skip_gru");
        JobTopics topics = JobTopics.make(servers(), 1);
        limit(topics.input, 4 << 20);
        limit(topics.rejected, 4 << 20);
        topics.add("key", new byte[3 << 20]).addAll("good", golden.samples());
        assertEquals(1, topics.count(golden).get("recordsRejected"));
        assertEquals(3 << 20, topics.rejected().get(0).value().length);
        GoldenJobTests.assertPredictions(golden, topics.results());
    }

    /** One that the rejected topic takes goes there, whatever the producer's defaults; else it is logged and counted. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    default void shouldGetOverARecordOf50Megabytes(boolean taken) throws Exception {
        GoldenStream golden = GoldenStream.of("skip_gru");
        JobTopics topics = JobTopics.make(servers(), 1);
        limit(topics.input, 64 << 20);
        if (taken) {
            limit(topics.rejected, 64 << 20);
        }
        byte[] giant = new byte[50 << 20];
        Arrays.fill(giant, (byte) '[');
        topics.add("key", giant).addAll("good", golden.samples());
        try (LogLines log = LogLines.of("dev.skipstream.flink")) {
            assertEquals(1, topics.count(golden, "-Drestart-strategy.type=none").get("recordsRejected"));
            assertEquals(taken ? 1 : 0, topics.rejected().size());
            assertEquals(
                    taken ? 0 : 1,
                    log.lines().stream()
                            .filter(line -> line.contains(topics.input + "-0 offset 0 does not fit"))
                            .count());
        }
        GoldenJobTests.assertPredictions(golden, topics.results());
    }

    private void limit(String topic, int bytes) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
            AlterConfigOp set = new AlterConfigOp(
                    new ConfigEntry("max.message.bytes", String.valueOf(bytes)), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(set)))
                    .all()
                    .get();
        }
    }

    private static byte[] key(int i) {
        return i % 3 == 0 ? null : new byte[] {(byte) i, (byte) 0xff};
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
