package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run leaves nothing in the folder for temporary files, however it ends. */
class TemporaryFilesIT {
    @TempDir
    private Path directory;

    private Path said;

    private Process start(String... arguments) throws IOException {
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        said = directory.resolve("said");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path")));
        String flags = System.getProperty("flink.jvm.flags", "").strip();
        if (!flags.isEmpty()) {
            command.addAll(1, List.of(flags.split("\\s+")));
        }
        command.add(SkipstreamLocal.class.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
    }

    private void assertDoesNotHang(Process process) throws Exception {
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "hangs: " + Files.readString(said));
        } finally {
            process.destroyForcibly();
        }
    }

    private void assertEnds(Process process) throws Exception {
        assertDoesNotHang(process);
        assertEquals(List.of(), temporary(), Files.readString(said));
    }

    private List<String> temporary() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("tmp"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private void awaitSaid(String text) throws Exception {
        for (int look = 0; look < 600 && !Files.readString(said).contains(text); look++) {
            Thread.sleep(100);
        }
        assertTrue(Files.readString(said).contains(text), Files.readString(said));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 800, 1200, 2000})
    void shouldEndWithoutAComplaintWhenABrokerIsStoppedWhileItStarts(int millis) throws Exception {
        Process process = start("broker", "--port", "0");
        Thread.sleep(millis);
        process.toHandle().destroy(); // SIGTERM
        assertEnds(process);
        String text = Files.readString(said);
        assertTrue(!text.contains("Exception") && !text.contains("Error"), text);
    }

    @Test
    void shouldEndInOrderWhenABrokerIsStoppedAsSoonAsItHasADirectory() throws Exception {
        Process process = start("broker", "--port", "0");
        for (int look = 0; look < 6_000 && temporary().isEmpty(); look++) {
            Thread.sleep(10);
        }
        process.toHandle().destroy(); // SIGTERM
        assertEnds(process);
        assertEquals(0, process.exitValue(), Files.readString(said));
    }

    @Test
    void shouldLeaveNothingAfterADemo() throws Exception {
        Process process = start("demo", "--seconds", "2", "--no-page");
        assertEnds(process);
        assertEquals(0, process.exitValue(), Files.readString(said));
    }

    @Test
    void shouldLeaveNothingAfterAJobThatIsStopped() throws Exception {
        try (KafkaBroker broker =
                KafkaBroker.start(KafkaBroker.Options.defaults().withTopics("sensors,classifications,rejected"))) {
            Process process = start("job", "--bootstrap-servers", broker.bootstrapServers());
            awaitSaid("runs; Ctrl-C ends it");
            Thread.sleep(1_500);
            process.toHandle().destroy();
            assertEnds(process);
            assertEquals(0, process.exitValue(), Files.readString(said));
        }
    }

    @Test
    void shouldLeaveNothingAfterAJobThatWaitsForKafkaAndIsStopped() throws Exception {
        Process process = start("job", "--bootstrap-servers", "localhost:1");
        awaitSaid("waiting for Kafka at localhost:1");
        process.toHandle().destroy();
        assertEnds(process);
    }
}
