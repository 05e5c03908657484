package dev.skipstream.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The benchmarks. */
@Command(
        name = "bench",
        description = "Measure Skipstream against its peers, side by side in one run.",
        synopsisSubcommandLabel = "BENCHMARK",
        mixinStandardHelpOptions = true,
        subcommands = {BenchStepCommand.class, BenchJobCommand.class, BenchTrainCommand.class},
        footer = {"", "Example:", "  skipstream bench train"})
public final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** A call without a benchmark shows what there is. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "expected a benchmark, found none; see skipstream bench --help");
    }
}
