package dev.skipstream.cli;

import dev.skipstream.data.DataFormatException;
import dev.skipstream.format.ModelFormatException;
import java.io.FileNotFoundException;
import java.nio.file.FileSystemException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * How every command of the project ends: 0 done; 2 bad input (an option, a model, a data file); 1 failed at run time,
 * as when its results cannot be written. Either failure is one line on stderr.
 */
public final class CommandLines {
    private static final int HELP_WIDTH = 120; // characters: no example is broken into lines

    /** What is the user's to mend. */
    private static final List<Class<? extends Exception>> BAD_INPUT = List.of(
            CommandLine.ParameterException.class,
            IllegalArgumentException.class,
            ModelFormatException.class,
            DataFormatException.class,
            FileNotFoundException.class);

    private CommandLines() {}

    /** The command with the project's error handling. */
    public static CommandLine of(Object command) {
        return of(new CommandLine(command));
    }

    /** Likewise, with the subcommands that it has by now. */
    public static CommandLine of(CommandLine command) {
        showSettingsAsTheyAreWritten(command);
        return command.setParameterExceptionHandler((e, arguments) -> fail(e.getCommandLine(), e))
                .setExecutionExceptionHandler((e, commandLine, result) -> fail(commandLine, e))
                .setExecutionStrategy(CommandLines::execute)
                .setUsageHelpWidth(HELP_WIDTH)
                .setExpandAtFiles(false);
    }

    /** {@code -DKEY=VALUE}, without the sign that help puts between an option and its value. */
    private static void showSettingsAsTheyAreWritten(CommandLine command) {
        command.getHelpSectionMap()
                .replaceAll((name, section) -> help -> section.render(help)
                        .replace("-D=KEY=VALUE ", "-DKEY=VALUE  ")
                        .replace("-D=KEY=VALUE", "-DKEY=VALUE"));
        command.getSubcommands().values().forEach(CommandLines::showSettingsAsTheyAreWritten);
    }

    /** A printer swallows what goes wrong: whether the results have gone out is asked at the end. */
    private static int execute(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandLine commandLine = last.commandSpec().commandLine();
        int code;
        try {
            code = new CommandLine.RunLast().execute(parsed);
        } catch (OutOfMemoryError e) { // a network of too many units, a file that is too large
            long mb = Runtime.getRuntime().maxMemory() >> 20;
            String message = "memory must hold model and data, found a heap of " + mb + " MB (" + e.getMessage()
                    + "); more by SKIPSTREAM_JAVA_OPTS=-Xmx…g";
            return print(commandLine, message, CommandLine.ExitCode.SOFTWARE);
        }
        boolean lost = commandLine.getOut().checkError() | System.out.checkError();
        if (code != CommandLine.ExitCode.OK || !lost) {
            return code;
        }
        return print(commandLine, "results must go to stdout, found it full or closed", CommandLine.ExitCode.SOFTWARE);
    }

    private static int fail(CommandLine commandLine, Exception e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        boolean badInput = BAD_INPUT.stream().anyMatch(kind -> kind.isInstance(e));
        if (e instanceof CommandLine.ParameterException parameter) {
            message = Refusal.of(parameter);
        } else if (e instanceof FileSystemException path) {
            message = Refusal.of(path);
            badInput = Refusal.isBadPath(path);
        }
        return print(commandLine, message, badInput ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE);
    }

    private static int print(CommandLine commandLine, String message, int code) {
        commandLine
                .getErr()
                .println(commandLine.getCommandSpec().qualifiedName() + ": "
                        + message.strip().replaceAll("\\s*\\R\\s*", " "));
        commandLine.getErr().flush();
        return code;
    }
}
