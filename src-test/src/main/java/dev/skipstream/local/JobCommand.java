package dev.skipstream.local;

import dev.skipstream.flink.JobCounts;
import dev.skipstream.flink.JobOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The Flink job in this JVM, with the options of {@code flink run flink-job.jar}. */
@Command(
        name = "job",
        description = "Run the Flink job in this JVM, with the options that flink run flink-job.jar takes.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Without settings of your own, checkpoints are taken every second into a temporary directory.",
            "",
            "Examples:",
            "  skipstream job --create-topics -Dparallelism.default=2 -Dstate.backend.type=rocksdb",
            "  skipstream job --bounded --json --start earliest --model frequency.safetensors"
        })
final class JobCommand implements Callable<Integer> {
    private final StopSignal stop;

    @Mixin
    private JobOptions options;

    @Spec
    private CommandSpec spec;

    JobCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (LocalJob job = LocalJob.submit(options)) {
            stop.arm(job::cancel);
            spec.commandLine().getErr().println("job " + job.id() + " runs; Ctrl-C ends it");
            spec.commandLine().getErr().flush();
            JobCounts counts = job.await();
            if (counts != null) {
                out.println(options.json ? counts.toJson() : counts.toText());
            }
        }
        out.flush();
        return 0;
    }
}
