package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What exactly-once needs is said before the job is submitted, in one line. */
class ExactlyOnceIT {
    private static final GoldenStream GOLDEN = GoldenStream.of("skip_gru");

    private static KafkaBroker broker;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() throws IOException {
        broker = KafkaBroker.start(
                KafkaBroker.Options.defaults().withProperties(Map.of("transaction.max.timeout.ms", "60000")));
    }

    @AfterAll
    static void closeBroker() throws IOException {
        broker.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    client.id=x                      | 100ms   | at most the brokers' transaction.max.timeout.ms of 60000, found 900000
                    transaction.timeout.ms=60001     | 100ms   | at most the brokers' transaction.max.timeout.ms of 60000, found 60001
                    transaction.timeout.ms=1000      | 1s      | must exceed the checkpoint interval of 1000 ms
                    transaction.timeout.ms=soon      | 100ms   | soon
                    acks=1                           | 100ms   | idempotence
                    enable.idempotence=false         | 100ms   | idempotence
                    """)
    void shouldRefuseTransactionsThatCannotLast(String property, String interval, String told) throws IOException {
        CommandRun run = run(property, "-Dexecution.checkpointing.interval=" + interval);
        assertEquals(2, run.exitCode(), run.toString());
        assertEquals(1, run.err().size(), run.toString());
        assertTrue(run.err().get(0).contains(told), run.toString());
    }

    @Test
    void shouldRefuseCheckpointsThatRepeatRecords() throws IOException {
        CommandRun run = run("transaction.timeout.ms=60000", "-Dexecution.checkpointing.mode=AT_LEAST_ONCE");
        assertEquals(2, run.exitCode(), run.toString());
        assertTrue(run.err().get(0).contains("must have execution.checkpointing.mode EXACTLY_ONCE"), run.toString());
    }

    @Test
    void shouldTakeTransactionsThatTheBrokerAllows() throws IOException {
        CommandRun run = run("transaction.timeout.ms=60000");
        assertEquals(0, run.exitCode(), run.toString());
    }

    @Test
    void shouldNotAskForTransactionsAtLeastOnce() throws IOException {
        CommandRun run = run("acks=1", "--delivery", "at-least-once");
        assertEquals(0, run.exitCode(), run.toString());
    }

    private CommandRun run(String property, String... options) throws IOException {
        Path properties = Files.writeString(directory.resolve("client.properties"), property);
        List<String> all = new ArrayList<>();
        if (!List.of(options).contains("--delivery")) {
            all.addAll(List.of("--delivery", "exactly-once"));
        }
        all.addAll(List.of("--kafka-properties", properties.toString()));
        all.addAll(List.of(options));
        return JobTopics.make(broker.bootstrapServers(), 1)
                .addAll("s", GOLDEN.samples())
                .run(GOLDEN, all.toArray(String[]::new));
    }
}
