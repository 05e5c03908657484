package dev.skipstream.local;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** A command run inside the test: its exit code and what it printed. */
record CommandRun(int exitCode, List<String> out, List<String> err) {

    static CommandRun of(String... arguments) {
        return of(new StopSignal(), arguments);
    }

    static CommandRun of(StopSignal stop, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = SkipstreamLocal.commandLine(stop)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        int exitCode = commandLine.execute(arguments);
        return new CommandRun(
                exitCode,
                out.toString().lines().toList(),
                err.toString().lines().toList());
    }

    String lastLine() {
        return out.get(out.size() - 1);
    }
}
