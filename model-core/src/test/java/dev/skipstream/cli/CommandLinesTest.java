package dev.skipstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.format.GoldenCase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLinesTest {
    private static final String MODEL =
            GoldenCase.named("skip_gru").folder().resolve("model.safetensors").toString();
    private static final String DATA =
            GoldenCase.named("skip_gru").folder().resolve("input.ts").toString();

    @TempDir
    private Path folder;

    /** Takes nothing, as {@code /dev/full}. */
    private static final class Full extends Writer {
        @Override
        public void write(char[] text, int from, int length) throws IOException {
            throw new IOException("No space left on device");
        }

        @Override
        public void flush() throws IOException {
            throw new IOException("No space left on device");
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldFailWhenResultsCannotBeWritten() {
        for (List<String> arguments : List.of(
                List.of("inspect", MODEL),
                List.of("inspect", MODEL, "--json"),
                List.of("evaluate", "--model", MODEL, "--data", DATA),
                List.of("predict", "--model", MODEL, "--data", DATA),
                List.of("predict", "--help"),
                List.of("--version"))) {
            StringWriter err = new StringWriter();
            int code = CommandLines.of(new Skipstream())
                    .setOut(new PrintWriter(new Full()))
                    .setErr(new PrintWriter(err))
                    .execute(arguments.toArray(String[]::new));
            assertEquals(1, code, arguments.toString());
            assertEquals(1, err.toString().lines().count(), err.toString());
        }
    }

    @Test
    void shouldSayWhatItIsAboutWhatWasExpectedAndWhatWasFound() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        String nowhere = folder.resolve("absent").resolve("x").toString();
        String[][] cases = {
            {"expected MODEL, found none", "inspect"},
            {"expected --model FILE, --data PATH, found none", "predict"},
            {"expected one of --task, --data, found none", "evaluate", "--model", MODEL},
            {
                "expected one of --task, --data, found several",
                "evaluate",
                "--model",
                MODEL,
                "--task",
                "frequency",
                "--data",
                DATA
            },
            {"--model must be given once, found it twice", "predict", "--model", "a", "--model", "b", "--data", DATA},
            {"--seed must be a whole number, found x", "evaluate", "--model", MODEL, "--data", DATA, "--seed", "x"},
            {
                "--skip-probability must be a number, found x",
                "evaluate",
                "--model",
                MODEL,
                "--data",
                DATA,
                "--skip-probability",
                "x"
            },
            {
                "--count must be a whole number of at most 2147483647, found 99999999999",
                "evaluate",
                "--model",
                MODEL,
                "--data",
                DATA,
                "--count",
                "99999999999"
            },
            {
                "--seed must be a whole number of at least -9223372036854775808, found -9999999999999999999",
                "evaluate",
                "--model",
                MODEL,
                "--data",
                DATA,
                "--seed=-9999999999999999999"
            },
            {
                "--task must have a value (frequency|adding), found none",
                "evaluate",
                "--model",
                MODEL,
                "--data",
                DATA,
                "--task"
            },
            {"--data must have a value (PATH), found --json", "evaluate", "--model", MODEL, "--data", "--json"},
            {"--count must have a value (a whole number), found none", "evaluate", "--model", MODEL, "--count"},
            {"expected no further argument, found more", "inspect", MODEL, "more"},
            {"expected an option of skipstream inspect, found --colour", "inspect", MODEL, "--colour"},
            {"expected a command, found sing", "sing"},
            {folder + ": model must be a file, found a folder", "inspect", folder.toString()},
            {nowhere + ": no such folder " + folder.resolve("absent"), "inspect", nowhere},
            {
                folder.resolve("absent") + ": no such file",
                "inspect",
                folder.resolve("absent").toString()
            },
            {"Not a directory", "inspect", file.resolve("x").toString()},
            {": no such folder", "predict", "--model", MODEL, "--data", DATA, "--out", nowhere},
            {"Is a directory", "predict", "--model", MODEL, "--data", DATA, "--out", folder.toString()},
        };
        for (String[] one : cases) {
            Object[] arguments = new Object[one.length - 1];
            System.arraycopy(one, 1, arguments, 0, arguments.length);
            CliRun run = CliRun.of(arguments);
            assertTrue(run.err().contains(one[0]), one[0] + " <> " + run.err());
            assertEquals(2, run.exitCode(), run.err());
            assertEquals(1, run.err().strip().lines().count(), run.err());
        }
    }

    @Test
    void shouldPrintPlainLinesWhereNobodyWatches() {
        String train = "train --task frequency --units 4 --learning-rate 1e-3 --iterations 40 --threads 1";
        CliRun run = CliRun.of((Object[]) train.split(" "));
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().indexOf('\r') < 0 && run.err().indexOf('\u001b') < 0, run.err());
    }
}
