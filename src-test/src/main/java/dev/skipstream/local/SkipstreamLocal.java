package dev.skipstream.local;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Command line of everything that runs the system on one machine.
 *
 * <p>Exit codes: 0 done, 1 failed at run time, 2 bad input; either failure is one line on stderr. A command says that
 * its input is bad by throwing a {@link ParameterException}.
 */
@Command(
        name = "skipstream",
        description = "Classifies sensor streams with recurrent networks that skip the samples they do not need.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = SkipstreamLocal.Version.class,
        footer = {
            "",
            "Commands of model-core.jar:",
            "  train      Train a model on a task or a data file.",
            "  evaluate   Measure a model: accuracy, updates, FLOPs.",
            "  predict    Classify the sequences of a file.",
            "  plot       Draw training curves and the samples used.",
            "  inspect    Show what a model file holds.",
            "  reproduce  Train the rows of the paper and compare.",
            "",
            "Example:",
            "  skipstream broker --topics sensors,classifications,rejected",
            "  skipstream replay --sensors 10     (in another terminal)"
        })
public final class SkipstreamLocal implements Runnable {

    @Spec
    private CommandSpec spec;

    private SkipstreamLocal() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        StopSignal stop = StopSignal.ofProcess();
        stop.exit(commandLine(stop).execute(arguments));
    }

    /** The commands, asked to stop by the given signal. */
    static CommandLine commandLine(StopSignal stop) {
        return new CommandLine(new SkipstreamLocal())
                .addSubcommand(new BrokerCommand(stop))
                .addSubcommand(new ReplayCommand(stop))
                .addSubcommand(new JobCommand(stop))
                .addSubcommand(new DemoCommand(stop))
                .setParameterExceptionHandler((e, arguments) -> fail(e.getCommandLine(), e, CommandLine.ExitCode.USAGE))
                .setExecutionExceptionHandler(
                        (e, commandLine, result) -> fail(commandLine, e, CommandLine.ExitCode.SOFTWARE))
                .setUsageHelpWidth(110)
                .setExpandAtFiles(false);
    }

    /** A call without a command shows what there is. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected a command, found none; see skipstream --help");
    }

    private static int fail(CommandLine commandLine, Exception e, int code) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        PrintWriter err = commandLine.getErr();
        err.println(commandLine.getCommandSpec().qualifiedName() + ": "
                + message.strip().replaceAll("\\s*\\R\\s*", " "));
        err.flush();
        return code;
    }

    /** Version of the jar this runs from. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = SkipstreamLocal.class.getPackage().getImplementationVersion();
            return new String[] {"skipstream " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
