package dev.skipstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skipstream.format.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a process of the command line ends, in JVMs of their own. */
class ProcessEndTest {
    private static final int HEAP_MB = 64;

    @TempDir
    private Path folder;

    private Process process;

    private void start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx" + HEAP_MB + "m", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Skipstream.class.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    @AfterEach
    void kill() {
        process.destroyForcibly();
    }

    private String said(String stream) throws IOException {
        return Files.readString(folder.resolve(stream));
    }

    private int exitCode() throws IOException, InterruptedException {
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), said("err"));
        return process.exitValue();
    }

    @Test
    void shouldEndWithTheCommandsOwnCodeWhenATrainingIsStoppedBySignal() throws Exception {
        Path model = folder.resolve("model.safetensors");
        Path log = folder.resolve("log.csv");
        start("train", "--task=frequency", "--units=4", "--json", "--log=" + log, "--out=" + model);
        for (int look = 0; look < 600 && !(Files.exists(log) && Files.size(log) > 0); look++) {
            Thread.sleep(100);
        }
        process.toHandle().destroy(); // SIGTERM
        assertEquals(0, exitCode(), said("err"));
        assertTrue(new JsonMapper().readTree(said("out")).path("interrupted").booleanValue(), said("out"));
        assertEquals(List.of(4), ModelFile.read(model).config().units());
        String iterations =
                new JsonMapper().readTree(said("out")).path("iterations").asText();
        String goOn = "train: stopped; the same command with --resume goes on from " + model
                + ".checkpoint, which holds iteration " + iterations;
        assertEquals(goOn, said("err").lines().reduce("", (before, line) -> line));
        assertTrue(Files.exists(folder.resolve("model.safetensors.checkpoint")));
    }

    @Test
    void shouldSayInOneLineThatMemoryIsTooSmall() throws Exception {
        start("train", "--task=adding", "--units=3000", "--iterations=1");
        assertEquals(1, exitCode(), said("err"));
        assertEquals(1, said("err").lines().count(), said("err"));
        assertTrue(said("err").contains("memory must hold model and data, found a heap of "), said("err"));
        assertTrue(said("err").contains("SKIPSTREAM_JAVA_OPTS"), said("err"));
    }
}
