package dev.skipstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skipstream.format.GoldenCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    static Stream<GoldenCase> cases() {
        return GoldenCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldPredictWhatTheReferencePredicts(GoldenCase golden) throws IOException {
        Path out = folder.resolve("predictions.csv");
        Path trace = folder.resolve("trace.csv");
        CliRun run = CliRun.of(
                "predict",
                "--model",
                golden.folder().resolve("model.safetensors"),
                "--data",
                golden.folder().resolve("input.ts"),
                "--out",
                out,
                "--trace",
                trace);
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
        assertSameTable(golden.folder().resolve("predictions.csv"), out);
        assertSameTable(golden.folder().resolve("trace.csv"), trace);
        CliRun toStdout = CliRun.of(
                "predict",
                "--model",
                golden.folder().resolve("model.safetensors"),
                "--data",
                golden.folder().resolve("input.ts"),
                "--json");
        assertTrue(toStdout.out().startsWith(Files.readString(out)), toStdout.out());
        assertEquals(
                golden.sequences().size(),
                JSON.readTree(toStdout.lastLine()).path("sequences").asInt());
    }

    /** The same header and integers; decimal numbers to 1e-5. */
    private static void assertSameTable(Path expected, Path found) throws IOException {
        List<String> expectedLines = Files.readAllLines(expected);
        List<String> foundLines = Files.readAllLines(found);
        assertEquals(expectedLines.get(0), foundLines.get(0));
        assertEquals(expectedLines.size(), foundLines.size());
        for (int line = 1; line < expectedLines.size(); line++) {
            String[] expectedFields = expectedLines.get(line).split(",");
            String[] foundFields = foundLines.get(line).split(",");
            assertEquals(expectedFields.length, foundFields.length);
            for (int i = 0; i < expectedFields.length; i++) {
                if (expectedFields[i].contains(".") || foundFields[i].contains(".")) {
                    assertEquals(
                            Double.parseDouble(expectedFields[i]),
                            Double.parseDouble(foundFields[i]),
                            1e-5,
                            "line " + line);
                } else {
                    assertEquals(expectedFields[i], foundFields[i], "line " + line);
                }
            }
        }
    }

    @Test
    void shouldEvaluateAccuracyUpdatesAndConfusion() throws IOException {
        GoldenCase golden = GoldenCase.named("skip_gru");
        CliRun run = CliRun.of(
                "evaluate",
                "--model",
                golden.folder().resolve("model.safetensors"),
                "--data",
                golden.folder().resolve("input.ts"),
                "--json");
        assertEquals(0, run.exitCode(), run.err());
        JsonNode result = JSON.readTree(run.lastLine());
        assertEquals(0, result.path("accuracy").asDouble());
        assertEquals(4, result.path("sequences").asInt());
        assertEquals(7, result.path("updates").asDouble());
        assertEquals(20, result.path("samples").asDouble());
        assertEquals("[[0,1,1],[1,0,0],[0,1,0]]", result.path("confusion").toString());
        assertEquals(7.0 * (2 * 3 * 6 * (2 + 6) + 2 * 6), result.path("flops").asDouble());
    }

    @Test
    void shouldEvaluateTheSquaredErrorOfALinearHead() throws IOException {
        GoldenCase golden = GoldenCase.named("skip_lstm_adding_mse");
        CliRun run = CliRun.of(
                "evaluate",
                "--model",
                golden.folder().resolve("model.safetensors"),
                "--data",
                golden.folder().resolve("input.ts"),
                "--json");
        assertEquals(0, run.exitCode(), run.err());
        double sum = 0;
        List<String> rows = Files.readAllLines(golden.folder().resolve("predictions.csv"));
        for (String row : rows.subList(1, rows.size())) {
            String[] fields = row.split(",");
            sum += Math.pow(Double.parseDouble(fields[1]) - Double.parseDouble(fields[4]), 2);
        }
        assertEquals(
                sum / (rows.size() - 1),
                JSON.readTree(run.lastLine()).path("mse").asDouble(),
                1e-6);
    }

    @Test
    void shouldInspectSizesProvenanceAndHash() throws IOException {
        GoldenCase golden = GoldenCase.named("skip_lstm_2layer");
        CliRun run = CliRun.of("inspect", golden.folder().resolve("model.safetensors"), "--json");
        assertEquals(0, run.exitCode(), run.err());
        JsonNode result = JSON.readTree(run.lastLine());
        assertEquals("skip-lstm", result.path("cell").asText());
        assertEquals(2, result.path("units").size());
        assertEquals(golden.model().sha256(), result.path("sha256").asText());
        assertTrue(CliRun.of("inspect", golden.folder().resolve("model.safetensors"))
                .out()
                .contains("parameters"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "train", "predict", "evaluate", "plot", "inspect", "reproduce"})
    void shouldShowHelpWithExamplesInOneLineEach(String command) {
        CommandLine root = CommandLines.of(new Skipstream());
        CommandLine asked = command.isEmpty() ? root : root.getSubcommands().get(command);
        String help = asked.getUsageMessage();
        assertTrue(help.contains("Example"), help);
        for (String line : asked.getCommandSpec().usageMessage().footer()) {
            assertTrue(help.lines().anyMatch(line::equals), "broken into lines: " + line);
        }
    }

    @Test
    void shouldRefuseBadInputInOneLineWithExitCode2() throws IOException {
        Path model = GoldenCase.named("skip_gru").folder().resolve("model.safetensors");
        Path broken = Files.writeString(folder.resolve("broken.safetensors"), "no model");
        Path data = Files.writeString(
                folder.resolve("one.ts"), "@univariate true\n@classLabel true a b\n@data\n1,2,3:a\n1,x,3:b\n");
        for (Object[] arguments : new Object[][] {
            {},
            {"nonsense"},
            {"predict"},
            {"predict", "--model", folder.resolve("none.safetensors"), "--data", data},
            {"predict", "--model", broken, "--data", data},
            {"predict", "--model", model, "--data", data},
            {"predict", "--model", model, "--data", folder.resolve("none.ts")},
            {"evaluate", "--model", model},
            {"evaluate", "--model", model, "--task", "chess"},
            {"evaluate", "--model", model, "--task", "frequency"},
            {"inspect", broken, "--colour"},
        }) {
            CliRun run = CliRun.of(arguments);
            assertEquals(2, run.exitCode(), run.err());
            assertEquals(1, run.err().strip().lines().count(), run.err());
            assertEquals("", run.out());
        }
    }

    @Test
    void shouldNameTheOptionWhenNoFreshSequencesAreAskedFor() {
        Path model = GoldenCase.named("skip_gru").folder().resolve("model.safetensors");
        CliRun run = CliRun.of("evaluate", "--model", model, "--task=frequency", "--count=0");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("evaluate: --count must be >= 1, found 0"), run.err());
    }
}
