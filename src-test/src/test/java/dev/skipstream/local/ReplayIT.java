package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skipstream.data.FrequencyTask;
import dev.skipstream.local.KafkaBroker.Options;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static KafkaBroker broker;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() throws IOException {
        broker = KafkaBroker.start(Options.defaults()
                .withTopics("generated:3,again:3,other-seed:3,packets,packed,csv,file,lines,endless,paced,no-seq"));
    }

    @AfterAll
    static void closeBroker() throws IOException {
        broker.close();
    }

    @Test
    void shouldSendTheSignalsTheTruthFileNames() throws IOException {
        Path truth = directory.resolve("truth.csv");
        CommandRun run =
                replay("generated", "--sensors", "5", "--sequences", "4", "--truth", truth.toString(), "--json");
        assertEquals(0, run.exitCode(), run.toString());
        JsonNode summary = JSON.readTree(run.lastLine());
        assertEquals(2000, summary.get("samples").asLong());
        assertEquals(2000, summary.get("records").asLong());
        assertEquals(20, summary.get("sequences").asLong());
        assertTrue(summary.get("seconds").asDouble() > 0);
        assertTrue(summary.get("samplesPerSecond").asDouble() > 0);

        Map<String, List<JsonNode>> sensors = bySensor("generated");
        GeneratedSignals expected = new GeneratedSignals(new FrequencyTask(1), 1, 5, 4);
        List<String> labels = new ArrayList<>();
        for (int sensor = 0; sensor < 5; sensor++) {
            List<JsonNode> samples = sensors.get("sensor-" + sensor);
            for (int sequence = 0; sequence < 4; sequence++) {
                SensorSignals.Signal signal = expected.next(sensor);
                labels.add("sensor-" + sensor + "," + sequence + "," + signal.label());
                for (int n = 0; n < 100; n++) {
                    JsonNode sample = samples.get(100 * sequence + n);
                    assertEquals(100 * sequence + n, sample.get("seq").asLong());
                    assertEquals(
                            1700000000000L + 100 * sequence + n,
                            sample.get("time").asLong());
                    assertEquals(signal.values()[n], (float) sample.get("value").asDouble());
                    assertEquals(4, sample.size());
                }
            }
        }
        List<String> told = Files.readAllLines(truth);
        assertEquals("sensor,sequence,label", told.get(0));
        assertEquals(
                labels.stream().sorted().toList(),
                told.subList(1, told.size()).stream().sorted().toList());
        assertTrue(labels.stream().anyMatch(line -> line.endsWith(",target")));
        assertTrue(labels.stream().anyMatch(line -> line.endsWith(",distractor")));
    }

    @Test
    void shouldSendTheSameBytesForTheSameSeedOnly() {
        String[] options = {"--sensors", "3", "--sequences", "2", "--seed"};
        for (String[] topicAndSeed : new String[][] {{"again", "7"}, {"other-seed", "8"}}) {
            assertEquals(
                    0, replay(topicAndSeed[0], with(options, topicAndSeed[1])).exitCode());
        }
        List<String> first = KafkaRecords.texts(broker.bootstrapServers(), "again");
        List<String> other = KafkaRecords.texts(broker.bootstrapServers(), "other-seed");
        assertEquals(600, first.size());
        assertNotEquals(first, other);
        assertEquals(0, replay("again", with(options, "7")).exitCode());
        // a partition holds the first run and then the second
        Map<Integer, List<String>> partitions = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : KafkaRecords.all(broker.bootstrapServers(), "again")) {
            partitions
                    .computeIfAbsent(record.partition(), partition -> new ArrayList<>())
                    .add(new String(record.value(), StandardCharsets.UTF_8));
        }
        for (List<String> partition : partitions.values()) {
            int half = partition.size() / 2;
            assertEquals(partition.subList(0, half), partition.subList(half, partition.size()));
        }
    }

    @Test
    void shouldSendTheSameSamplesInEveryFormat() throws IOException {
        String[] options = {"--sequences", "2", "--sampling-period", "0.5", "--packet"};
        assertEquals(0, replay("packets", with(options, "150")).exitCode());
        assertEquals(
                0, replay("packed", with(options, "150", "--format", "packed")).exitCode());
        assertEquals(0, replay("csv", with(options, "1", "--format", "csv")).exitCode());

        List<String> values = new ArrayList<>();
        List<String> packets = KafkaRecords.texts(broker.bootstrapServers(), "packets");
        assertEquals(3, packets.size(), "2 · 200 samples are 150 + 150 + 100, over the border of the sequences");
        for (String text : packets) {
            JsonNode packet = JSON.readTree(text);
            assertEquals(values.size(), packet.get("seq").asInt());
            assertEquals(1700000000000L + values.size() / 2, packet.get("time").asLong());
            assertEquals("0.5", packet.get("periodMs").asText());
            packet.get("values").forEach(value -> values.add(value.asText()));
        }
        assertEquals(400, values.size());

        int n = 0;
        for (ConsumerRecord<byte[], byte[]> record : KafkaRecords.all(broker.bootstrapServers(), "packed")) {
            ByteBuffer bytes = ByteBuffer.wrap(record.value()).order(ByteOrder.LITTLE_ENDIAN);
            assertEquals(n, bytes.getLong());
            assertEquals(1700000000000L + n / 2, bytes.getLong());
            assertEquals(0.5f, bytes.getFloat());
            while (bytes.hasRemaining()) {
                assertEquals((float) Double.parseDouble(values.get(n++)), bytes.getFloat());
            }
        }
        assertEquals(400, n);

        List<String> lines = KafkaRecords.texts(broker.bootstrapServers(), "csv");
        assertEquals(400, lines.size());
        for (n = 0; n < 400; n++) {
            assertEquals("sensor-0," + n + "," + (1700000000000L + n / 2), before(lines.get(n)));
            assertEquals(Double.parseDouble(values.get(n)), Double.parseDouble(after(lines.get(n))));
        }
    }

    @Test
    void shouldDealTheCasesOfFileOutToSensors() throws IOException {
        Path file = directory.resolve("two.ts");
        Files.writeString(
                file,
                "@problemName two\n@univariate false\n@classLabel true up down\n@data\n"
                        + "1,2,3:4,5,6:up\n7,8:9,10:down\n0.1,1e-5:-1,0:up\n");
        Path truth = directory.resolve("truth.csv");
        CommandRun run =
                replay("file", file.toString(), "--sensors", "2", "--truth", truth.toString(), "--start-time", "0");
        assertEquals(0, run.exitCode(), run.toString());
        assertTrue(run.err().get(0).contains("differ in length"), run.toString());
        assertEquals(
                List.of("sensor,sequence,label", "sensor-0,0,up", "sensor-1,0,down", "sensor-0,1,up"),
                Files.readAllLines(truth));
        assertEquals(
                List.of(
                        "{\"sensor\":\"sensor-0\",\"seq\":0,\"time\":0,\"value\":[1.0,4.0]}",
                        "{\"sensor\":\"sensor-1\",\"seq\":0,\"time\":0,\"value\":[7.0,9.0]}",
                        "{\"sensor\":\"sensor-0\",\"seq\":1,\"time\":1,\"value\":[2.0,5.0]}",
                        "{\"sensor\":\"sensor-1\",\"seq\":1,\"time\":1,\"value\":[8.0,10.0]}",
                        "{\"sensor\":\"sensor-0\",\"seq\":2,\"time\":2,\"value\":[3.0,6.0]}",
                        "{\"sensor\":\"sensor-0\",\"seq\":3,\"time\":3,\"value\":[0.1,-1.0]}",
                        "{\"sensor\":\"sensor-0\",\"seq\":4,\"time\":4,\"value\":[1.0E-5,0.0]}"),
                KafkaRecords.texts(broker.bootstrapServers(), "file"));
    }

    @Test
    void shouldSendTheLinesOfCsvInOrder() throws IOException {
        Path file = directory.resolve("lines.csv");
        Files.writeString(file, "sensor,seq,time,value\nb,5,100,1\na,2,90,0.25\n\na,,,-3e2\nb,4,99,1,2\n");
        CommandRun run = replay("lines", "--data", file.toString());
        assertEquals(0, run.exitCode(), run.toString());
        List<ConsumerRecord<byte[], byte[]>> records = KafkaRecords.all(broker.bootstrapServers(), "lines");
        assertArrayEquals("b".getBytes(StandardCharsets.UTF_8), records.get(0).key());
        assertEquals(
                List.of(
                        "{\"sensor\":\"b\",\"seq\":5,\"time\":100,\"value\":1.0}",
                        "{\"sensor\":\"a\",\"seq\":2,\"time\":90,\"value\":0.25}",
                        "{\"sensor\":\"a\",\"value\":-300.0}",
                        "{\"sensor\":\"b\",\"seq\":4,\"time\":99,\"value\":[1.0,2.0]}"),
                KafkaRecords.texts(broker.bootstrapServers(), "lines"));
    }

    @Test
    void shouldKeepPace() throws IOException {
        CommandRun run = replay("paced", "--sequences", "10", "--rate", "1000", "--json");
        double seconds = JSON.readTree(run.lastLine()).get("seconds").asDouble();
        assertTrue(seconds > 0.99, "1000 samples at 1000 a second must take a second, took " + seconds);
    }

    @Test
    void shouldLeaveSeqOut() {
        assertEquals(0, replay("no-seq", "--sequences", "1", "--without-seq").exitCode());
        String first = KafkaRecords.texts(broker.bootstrapServers(), "no-seq").get(0);
        assertTrue(first.startsWith("{\"sensor\":\"sensor-0\",\"time\":1700000000000,\"value\":"), first);
    }

    @Test
    void shouldSendUntilStoppedAndCountWhatArrived() throws Exception {
        StopSignal stop = new StopSignal();
        Path truth = directory.resolve("truth.csv");
        CompletableFuture<CommandRun> running = CompletableFuture.supplyAsync(
                () -> replay(stop, "endless", "--sensors", "2", "--truth", truth.toString(), "--json"));
        while (KafkaRecords.all(broker.bootstrapServers(), "endless").isEmpty()) {
            Thread.sleep(20);
        }
        stop.request();
        CommandRun run = running.get(30, TimeUnit.SECONDS);
        assertEquals(0, run.exitCode(), run.toString());
        JsonNode summary = JSON.readTree(run.lastLine());
        assertEquals(
                KafkaRecords.all(broker.bootstrapServers(), "endless").size(),
                summary.get("samples").asInt());
        assertEquals(
                Files.readAllLines(truth).size() - 1, summary.get("sequences").asInt());
    }

    @Test
    void shouldSayWhichTopicIsMissing() {
        CommandRun run = replay("absent", "--sequences", "1");
        assertEquals(1, run.exitCode());
        assertEquals(1, run.err().size(), run.toString());
        assertTrue(run.err().get(0).contains("found no 'absent'"), run.toString());
        assertEquals(List.of(), run.out());
    }

    private static CommandRun replay(String topic, String... options) {
        return replay(new StopSignal(), topic, options);
    }

    private static CommandRun replay(StopSignal stop, String topic, String... options) {
        String[] command = {"replay", "--bootstrap-servers", broker.bootstrapServers(), "--topic", topic};
        return CommandRun.of(stop, with(command, options));
    }

    private static String[] with(String[] first, String... more) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static Map<String, List<JsonNode>> bySensor(String topic) throws IOException {
        Map<String, List<JsonNode>> sensors = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : KafkaRecords.all(broker.bootstrapServers(), topic)) {
            JsonNode sample = JSON.readTree(record.value());
            String sensor = sample.get("sensor").asText();
            assertEquals(sensor, new String(record.key(), StandardCharsets.UTF_8));
            sensors.computeIfAbsent(sensor, name -> new ArrayList<>()).add(sample);
        }
        return sensors;
    }

    private static String before(String line) {
        return line.substring(0, line.lastIndexOf(','));
    }

    private static String after(String line) {
        return line.substring(line.lastIndexOf(',') + 1);
    }
}
