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
            "Without settings of your own, checkpoints are taken every second into a temporary folder that goes with",
            "the job: Ctrl-C drops the open sequences, and the next start begins in the middle of them. To keep them,",
            "set execution.checkpointing.dir and execution.checkpointing.externalized-checkpoint-retention",
            "(docs/operations.md).",
            "",
            "Examples:",
            "  skipstream job --create-topics -Dparallelism.default=2 -Dstate.backend.type=rocksdb",
            "  skipstream job --bounded --json --start earliest --model frequency.safetensors",
            "  skipstream job --models-topic models --model-name frequency"
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
        stop.arm(Thread.currentThread()::interrupt);
        try (LocalJob job = LocalJob.submit(options, this::note)) {
            stop.arm(job::cancel);
            run(job);
        } catch (Exception e) {
            if (!stop.isRequested()) {
                throw e;
            }
        }
        return 0;
    }

    private void run(LocalJob job) throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        note("job " + job.id() + " runs; Ctrl-C ends it");
        JobCounts counts;
        JobStatus status = new JobStatus(job::count, options.rejectedTopic, err);
        try {
            status.start();
            counts = job.await();
        } finally {
            status.close();
        }
        if (counts != null) {
            status.hint(counts.values()::get);
            PrintWriter out = spec.commandLine().getOut();
            out.println(options.json ? counts.toJson() : counts.toText());
            out.flush();
        }
    }

    private void note(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }
}
