package dev.skipstream.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code java -jar model-core.jar COMMAND}: everything that needs a model and data, but no stream. */
@Command(
        name = "skipstream",
        description = "Trains and examines recurrent networks that skip the samples they do not need.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Skipstream.Version.class,
        subcommands = {
            TrainCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            PlotCommand.class,
            InspectCommand.class,
            ReproduceCommand.class
        },
        footer = {"", "Example:", "  skipstream predict --model frequency.safetensors --data signals.ts"})
public final class Skipstream implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        int code = ExitCode.SOFTWARE;
        try {
            code = CommandLines.of(new Skipstream()).execute(arguments);
        } catch (Error e) { // a fault of ours; uncaught, it would leave the hook of a signal waiting for the code
            e.printStackTrace();
        }
        StopSignal.exit(code);
    }

    /** A call without a command shows what there is. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected a command, found none; see skipstream --help");
    }

    /** Version of the jar this runs from. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Skipstream.class.getPackage().getImplementationVersion();
            return new String[] {"skipstream " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
