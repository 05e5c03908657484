package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class BadInputTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    broker --port 99999           | port must be between 0 and 65535, found 99999
                    broker --port x               | --port must be a whole number, found x
                    broker --topics a,a           | found a twice
                    broker --topics a:0           | partitions of topic a must be >= 1, found 0
                    broker --topics a:b           | found 'a:b'
                    broker --topics a/b           | found 'a/b'
                    broker --frequently           | expected an option of skipstream broker, found --frequently
                    replay --packet 0             | --packet must be >= 1, found 0
                    replay --rate -1              | --rate must be >= 0, found -1
                    replay --rate NaN             | --rate must be >= 0, found NaN
                    replay --sensors 0            | --sensors must be >= 1, found 0
                    replay --sequences -1         | --sequences must be >= 0, found -1
                    replay --sampling-period 0    | --sampling-period must be > 0, found 0
                    replay --sampling-period 101  | must be between 0.0001 and 100 ms, found 101
                    replay --start-time soon      | --start-time must be epoch ms or now, found soon
                    replay --format xml           | must be json, csv or packed, found 'xml'
                    replay --format csv --packet 2| --packet 1
                    replay --format packed --without-seq | --without-seq
                    replay absent.ts              | absent.ts: no such file
                    replay absent.csv             | absent.csv: no such file
                    replay absent.xls             | ends in .csv, .ts, .tsv, .ts.gz or .tsv.gz, or a folder of CSV files, found 'absent.xls'
                    replay nofolder/absent.ts     | no such f
                    replay a.ts --data b.ts       | expected one file
                    replay a.csv --truth t.csv    | --truth must not be given with a .csv
                    replay a.csv --sensors 2      | --sensors must not be given with a .csv
                    replay --kafka-properties absent | absent: no such file
                    replay --bootstrap-servers x  | --bootstrap-servers must be HOST:PORT that resolves, found x
                    job -Dexecution.checkpointing.interval=0 | execution.checkpointing.interval must be at least 10 ms, found 0
                    job -Dexecution.checkpointing.interval=5 | execution.checkpointing.interval must be at least 10 ms, found 5
                    demo --model absent           | --model must be a readable file, found no file absent
                    demo --sensors 0              | --sensors >= 1, found
                    demo --port 70000             | --port must be between 0 and 65535, found 70000
                    job -Dnonsense                | -D must be KEY=VALUE, found nonsense
                    job --restart-gap soon        | --restart-gap must be a duration such as 500ms, 10s or 5m, found soon
                    job --sequence-length many    | --sequence-length must be a whole number, found many
                    job --group-id                | --group-id
                    announce                      | MODEL
                    announce absent               | absent: no such file
                    announce pom.xml              | pom.xml
                    announce pom.xml --effective-from soon | --effective-from must be epoch ms or a time
                    sing                          | expected a command, found sing
                    bench sing                    | expected a command, found sing
                    """)
    void shouldSayInOneLineWhatIsWrongAndExitWith2(String command, String told) {
        CommandRun run = CommandRun.of(command.split(" "));
        assertEquals(2, run.exitCode(), run.toString());
        assertEquals(1, run.err().size(), run.toString());
        assertTrue(run.err().get(0).contains(told), run.toString());
        assertEquals(List.of(), run.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nohost.invalid:1", "localhost", "localhost:99999", "localhost:x", "a.invalid:1,b.invalid:2"})
    void shouldNameTheAddressesThatAreNone(String servers) throws IOException {
        String model = GoldenStream.of("skip_gru").model().toString();
        Path properties = Files.writeString(directory.resolve("kafka.properties"), "bootstrap.servers=" + servers);
        String told = " must be HOST:PORT that resolves, found " + servers;
        for (List<String> command : List.of(
                List.of("job", "--bootstrap-servers", servers),
                List.of("job", "--bounded", "--models-topic", "models", "--bootstrap-servers", servers),
                List.of("replay", "--bootstrap-servers", servers),
                List.of("announce", model, "--bootstrap-servers", servers),
                List.of("replay", "--kafka-properties", properties.toString()))) {
            CommandRun run = CommandRun.of(command.toArray(String[]::new));
            String name = command.contains("--kafka-properties")
                    ? "bootstrap.servers of --kafka-properties"
                    : "--bootstrap-servers";
            assertEquals(2, run.exitCode(), run.toString());
            assertEquals(List.of("skipstream " + command.get(0) + ": " + name + told), run.err());
            assertEquals(List.of(), run.out());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    a,0,0         | expected sensor,seq,time,value
                    ,0,0,1        | the sensor's name
                    a,-1,0,1      | seq >= 0, found '-1'
                    a,1.5,0,1     | seq as a whole number
                    a,1,noon,1    | time in epoch ms as a whole number
                    a,1,0,x       | finite as float32, found 'x'
                    a,1,0,1e39    | finite as float32, found '1e39'
                    a,1,0,1,      | finite as float32, found ''
                    a,1,0,0x1p3   | finite as float32, found '0x1p3'
                    a,1,0,1f      | finite as float32, found '1f'
                    a,+1,0,1      | seq as a whole number
                    a,١,0,1       | seq as a whole number
                    "a, b",1,0,1  | fields without quotes
                    """)
    void shouldNameTheLineOfCsvThatIsWrong(String line, String told) throws IOException {
        Path file = directory.resolve("bad.csv");
        Files.writeString(file, "a,0,0,1\n" + line + "\n");
        CommandRun run = CommandRun.of("replay", file.toString());
        assertEquals(2, run.exitCode(), run.toString());
        assertEquals(1, run.err().size(), run.toString());
        assertTrue(run.err().get(0).contains(file + ":2: "), run.toString());
        assertTrue(run.err().get(0).contains(told), run.toString());
    }

    @Test
    void shouldRefuseCsvWithoutARecord() throws IOException {
        Path file = directory.resolve("empty.csv");
        for (String text : List.of("", "\n\n", "sensor,seq,time,value\n")) {
            Files.writeString(file, text);
            CommandRun run = CommandRun.of("replay", file.toString());
            assertEquals(2, run.exitCode(), run.toString());
            assertTrue(run.err().get(0).contains("expected lines sensor,seq,time,value"), run.toString());
        }
    }

    @Test
    void shouldRefuseForTheDemoAModelOfAnotherTask() throws IOException {
        Path model = GoldenStream.of("skip_gru").model();
        CommandRun run = CommandRun.of("demo", "--seconds", "1", "--model", model.toString());
        assertEquals(2, run.exitCode(), run.toString());
        assertEquals(1, run.err().size(), run.toString());
        assertTrue(run.err().get(0).contains("--model must be one of the frequency task"), run.toString());
        assertTrue(run.err().get(0).contains("found skip_gru@1 (2 channels"), run.toString());
    }

    @Test
    void shouldTellTheDemosTakenPortBeforeAnythingStarts() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            CommandRun run = CommandRun.of("demo", "--port", String.valueOf(taken.getLocalPort()), "--seconds", "1");
            assertEquals(1, run.exitCode(), run.toString());
            assertEquals(1, run.err().size(), run.toString());
            assertTrue(run.err().get(0).contains("must be free to listen on"), run.toString());
        }
    }

    @Test
    void shouldRefuseCsvThatIsNotUtf8() throws IOException {
        Path file = directory.resolve("bad.csv");
        Files.write(file, "süd,0,0,1\n".getBytes(StandardCharsets.ISO_8859_1));
        CommandRun run = CommandRun.of("replay", file.toString());
        assertEquals(2, run.exitCode(), run.toString());
        assertTrue(run.err().get(0).contains("UTF-8"), run.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "broker --help", "replay --help", "demo --help", "job --help", "announce --help"})
    void shouldGiveExampleInHelp(String command) {
        CommandRun run = CommandRun.of(command.split(" "));
        assertEquals(0, run.exitCode());
        assertTrue(run.out().stream().anyMatch(line -> line.startsWith("Example")), run.toString());
        assertEquals(List.of(), run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker", "replay", "demo", "job", "bench"})
    void shouldShowEveryExampleInOneLine(String command) {
        CommandLine asked =
                SkipstreamLocal.commandLine(new StopSignal()).getSubcommands().get(command);
        String help = asked.getUsageMessage();
        for (String line : asked.getCommandSpec().usageMessage().footer()) {
            assertTrue(help.lines().anyMatch(line::equals), "broken into lines: " + line);
        }
    }

    @Test
    void shouldShowFlinksSettingsAsTheyAreWritten() {
        CommandRun run = CommandRun.of("job", "--help");
        String help = String.join("\n", run.out());
        assertTrue(help.contains("-DKEY=VALUE") && !help.contains("-D=KEY"), help);
    }
}
