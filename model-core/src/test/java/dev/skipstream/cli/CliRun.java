package dev.skipstream.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** One run of the command line in this process. */
record CliRun(int exitCode, String out, String err) {
    static CliRun of(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                CommandLines.of(new Skipstream()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        return new CliRun(commandLine.execute(texts), out.toString(), err.toString());
    }

    String lastLine() {
        return out.strip().substring(out.strip().lastIndexOf('\n') + 1);
    }
}
