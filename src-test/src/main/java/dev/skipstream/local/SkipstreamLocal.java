package dev.skipstream.local;

import dev.skipstream.bench.BenchCommand;
import dev.skipstream.cli.CommandLines;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Command line of everything that runs the system on one machine.
 *
 * <p>Ends as {@link CommandLines} says: 0 done, 1 failed at run time, 2 bad input, either failure being one line on stderr.
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
        int code = CommandLine.ExitCode.SOFTWARE;
        try {
            code = commandLine(stop).execute(arguments);
        } catch (Error e) { // a fault of ours; uncaught, it would leave whoever has asked this to stop waiting
            e.printStackTrace();
        }
        stop.exit(code);
    }

    /** The commands, asked to stop by the given signal. */
    static CommandLine commandLine(StopSignal stop) {
        return CommandLines.of(new CommandLine(new SkipstreamLocal())
                .addSubcommand(new BrokerCommand(stop))
                .addSubcommand(new ReplayCommand(stop))
                .addSubcommand(new JobCommand(stop))
                .addSubcommand(new AnnounceCommand())
                .addSubcommand(new DemoCommand(stop))
                .addSubcommand(new BenchCommand()));
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
            String version = SkipstreamLocal.class.getPackage().getImplementationVersion();
            return new String[] {"skipstream " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
