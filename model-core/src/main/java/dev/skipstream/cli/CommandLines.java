package dev.skipstream.cli;

import dev.skipstream.data.DataFormatException;
import dev.skipstream.format.ModelFormatException;
import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine;

/**
 * How every command of the project ends: 0 done; 2 bad input (an option, a model, a data file); 1 failed at run time.
 * Either failure is one line on stderr.
 */
public final class CommandLines {
    /** What is the user's to mend. */
    private static final List<Class<? extends Exception>> BAD_INPUT = List.of(
            CommandLine.ParameterException.class,
            IllegalArgumentException.class,
            ModelFormatException.class,
            DataFormatException.class,
            NoSuchFileException.class,
            FileNotFoundException.class,
            AccessDeniedException.class);

    private CommandLines() {}

    /** The command with the project's error handling. */
    public static CommandLine of(Object command) {
        return new CommandLine(command)
                .setParameterExceptionHandler((e, arguments) -> fail(e.getCommandLine(), e))
                .setExecutionExceptionHandler((e, commandLine, result) -> fail(commandLine, e))
                .setUsageHelpWidth(110)
                .setExpandAtFiles(false);
    }

    private static int fail(CommandLine commandLine, Exception e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (e instanceof NoSuchFileException) {
            message += ": no such file";
        } else if (e instanceof AccessDeniedException) {
            message += ": permission denied";
        }
        commandLine
                .getErr()
                .println(commandLine.getCommandSpec().qualifiedName() + ": "
                        + message.strip().replaceAll("\\s*\\R\\s*", " "));
        commandLine.getErr().flush();
        boolean badInput = BAD_INPUT.stream().anyMatch(kind -> kind.isInstance(e));
        return badInput ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }
}
