package dev.skipstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skipstream.format.ModelFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ReproduceCommandTest {
    @TempDir
    private Path folder;

    private StringWriter out;
    private StringWriter err;

    private int run(Object... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine commandLine = CommandLines.of(new Skipstream());
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> texts = new ArrayList<>(List.of("reproduce"));
        Stream.of(arguments).forEach(argument -> texts.add(argument.toString()));
        return commandLine.execute(texts.toArray(String[]::new));
    }

    private JsonNode json() throws IOException {
        String[] lines = out.toString().strip().split("\\R");
        return new JsonMapper().readTree(lines[lines.length - 1]);
    }

    private int small(String task, String rows, int runs) {
        return run(
                task,
                "--rows=" + rows,
                "--runs=" + runs,
                "--units=3",
                "--iterations=6",
                "--count=200",
                "--out",
                folder,
                "--json");
    }

    @Test
    void shouldPrintEveryRowWithItsBaselinesBesideThePaper() throws IOException {
        assertEquals(0, small("frequency", "1ms-skip-gru-1e-4", 2), err.toString());
        JsonNode rows = json().get("rows");
        assertEquals(3, rows.size());
        assertEquals("1ms-skip-gru-1e-4", rows.get(0).get("row").textValue());
        assertEquals(23.5, rows.get(0).get("paper").get("updates").doubleValue());
        assertEquals(6.2, rows.get(0).get("paper").get("updatesDeviation").doubleValue());
        assertEquals(2, rows.get(0).get("measured").get("runs").intValue());
        assertEquals("gru", rows.get(1).get("cell").textValue());
        assertFalse(rows.get(1).get("paper").has("updates"));
        assertTrue(out.toString().contains("| 1ms-skip-gru-1e-4 | 2 | 23.5 ± 6.2 | "), out.toString());
        assertTrue(out.toString().contains("| 1ms-skip-gru-1e-4 | batches of 32; learn at "), out.toString());
    }

    @Test
    void shouldNotTrainAFinishedRunAgain() throws IOException {
        small("adding", "gru", 1);
        Path results = folder.resolve("results.csv");
        String before = Files.readString(results);
        JsonNode first = json();
        small("adding", "gru", 1);
        assertEquals(before, Files.readString(results));
        assertFalse(err.toString().contains("seed 1"), err.toString());
        assertEquals(first, json());
        small("adding", "gru", 2);
        assertEquals(3, Files.readAllLines(results).size());
        assertEquals(
                "gru", ModelFile.read(folder.resolve("gru-seed2.safetensors")).name());
    }

    @Test
    void shouldLetABaselineUseAsManySamplesAsItsRow() throws IOException {
        Files.writeString(
                folder.resolve("results.csv"),
                RowResult.HEADER + "\n1ms-skip-lstm-1e-4,1,3,6,900,0.02,0.99,12.5,100,1000,30,0,1\n");
        assertEquals(0, small("frequency", "1ms-skip-lstm-1e-4", 1), err.toString());
        JsonNode rows = json().get("rows");
        assertEquals(12.5, rows.get(0).get("measured").get("updates").doubleValue());
        assertEquals(12.5, rows.get(1).get("measured").get("updates").doubleValue(), 1);
        assertEquals(12, rows.get(2).get("measured").get("updates").doubleValue());
    }

    @Test
    void shouldLeaveBaselinesOutWhenAsked() throws IOException {
        assertEquals(
                0,
                run(
                        "adding",
                        "--rows=skip-gru-1e-5",
                        "--no-baselines",
                        "--units=3",
                        "--iterations=6",
                        "--count=200",
                        "--json"),
                err.toString());
        assertEquals(1, json().get("rows").size());
        assertEquals("skip-gru-1e-5", json().get("rows").get(0).get("row").textValue());
    }

    @Test
    void shouldSkipSamplesWithTheProbabilityOfThePapersRow() throws IOException {
        assertEquals(0, small("adding", "random-lstm-0.5", 1), err.toString());
        JsonNode row = json().get("rows").get(0);
        assertEquals(25.5, row.get("measured").get("updates").doubleValue(), 1);
        assertFalse(row.get("paper").get("solved").booleanValue());
        assertTrue(out.toString().contains("| random-lstm-0.5 (skips 50 %) | 1 | 25.1 | "), out.toString());
        assertTrue(out.toString().contains("told from memory"), out.toString());
    }

    @Test
    void shouldTellWhetherTheAddingTaskIsSolved() throws IOException {
        Files.writeString(
                folder.resolve("results.csv"),
                RowResult.HEADER
                        + "\ngru,1,3,6,900,0.0016,,50,50,1000,30,0,1\ngru,2,3,6,900,0.0017,,50,50,1000,30,0,1\n");
        small("adding", "gru", 2);
        assertEquals(1, json().get("rows").get(0).get("measured").get("solved").intValue());
        assertTrue(out.toString().contains(" | 1 of 2 | "), out.toString());
    }

    @Test
    void shouldGoOnFromTheTrainedNetworkAlongTheFrontier() throws IOException {
        assertEquals(
                0,
                run(
                        "frequency",
                        "--frontier",
                        "--rows=1ms-skip-gru-8",
                        "--iterations=5",
                        "--count=200",
                        "--out",
                        folder,
                        "--json"),
                err.toString());
        List<String> lines = Files.readAllLines(folder.resolve("frontier.csv"));
        assertEquals(FrontierPoint.HEADER, lines.get(0));
        assertTrue(lines.get(1).startsWith("1ms-skip-gru-8,skip-gru,8,0."), lines.get(1));
        assertEquals(2, lines.size()); // far below the accuracy that a further round starts from
        assertEquals(1, json().get("points").size());
    }

    @Test
    void shouldMeasureModelsOnTheSignalsOfWorseSensors() throws IOException {
        small("frequency", "1ms-gru", 1);
        Path model = folder.resolve("1ms-gru-seed1.safetensors");
        assertEquals(
                0,
                run("frequency", "--noise", model, "--iterations=4", "--count=200", "--out", folder, "--json"),
                err.toString());
        assertTrue(
                out.toString().startsWith("| signals | 1ms-gru-seed1 | with-noise-seed1 | with-noise-first-"),
                out.toString());
        assertEquals(24, json().get("noise").size());
        assertTrue(Files.exists(folder.resolve("with-noise-seed1.safetensors")));
    }

    @ParameterizedTest
    @CsvSource({
        "music,--runs=1,task must be frequency or adding",
        "adding,--runs=0,--runs must be >= 1",
        "adding,--rows=nothing,--rows must name rows of",
        "adding,--frontier,must be used with frequency",
        "frequency,--frontier,--frontier must be used with --out"
    })
    void shouldRefuseBadInputInOneLine(String task, String option, String message) {
        assertEquals(2, run(task, option));
        assertTrue(err.toString().contains(message), err.toString());
        assertEquals(1, err.toString().strip().lines().count());
    }
}
