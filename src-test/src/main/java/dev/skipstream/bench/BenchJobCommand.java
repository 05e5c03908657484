package dev.skipstream.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Speed of the whole job. */
@Command(
        name = "job",
        description = {
            "Measure the whole job, source → keyBy → operator → sink, against its peers, side by side. Every job runs in",
            "a JVM of its own, on one core (by taskset) where its parallelism is 1; they take turns.",
            "Parts: heap, rocksdb, heap2, heapMillion, packets, decode, kafka, latency, growth, checkpoint, batch;",
            "with --full also rocksdb2, heapMillion2, rocksdbMillion, rocksdbMillion2, kafka2."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "The short form takes about ten minutes on two cores; let the machine do nothing else.",
            "",
            "Examples:",
            "  skipstream bench job --json",
            "  skipstream bench job --only heap,decode"
        })
final class BenchJobCommand implements Callable<Integer> {
    private static final int LEAST_MS = 100;
    private static final String VECTOR_API = "jdk.incubator.vector";

    @Option(names = "--full", description = "all combinations, longer measurements: more than an hour")
    private boolean full;

    @Option(names = "--only", paramLabel = "PART", split = ",", description = "these parts only")
    private List<String> only = List.of();

    @Option(names = "--repeats", paramLabel = "N", description = "measurements of each job (default: 3; full: 5)")
    private Integer repeats;

    @Option(names = "--window", paramLabel = "MS", description = "of one measurement (default: 1500; full: 3000)")
    private Integer window;

    @Option(names = "--warm-up", paramLabel = "MS", description = "of each job (default: 5000; full: 10000)")
    private Integer warmUp;

    @Option(
            names = "--flags",
            paramLabel = "FLAGS",
            description = "of the jobs' JVMs (default: -Xmx3g -XX:+UseG1GC, and the Vector API where the JDK has it)")
    private String flags;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = "a setting of Flink's for every job, such as -Dstate.backend.rocksdb.use-bloom-filter=true")
    private Map<String, String> flink = new LinkedHashMap<>();

    @Option(names = "--json", description = "print one JSON object on the last line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<JobPart> parts = chosen();
        JobTiming timing = new JobTiming(
                checked("--warm-up", warmUp, LEAST_MS, full ? 10_000 : 5000),
                checked("--window", window, LEAST_MS, full ? 3000 : 1500),
                checked("--repeats", repeats, 1, full ? 5 : 3),
                jvmFlags());
        PrintWriter out = spec.commandLine().getOut();
        JobReport report = new JobReport(out);
        report.fact("jdk", Runtime.version().toString());
        report.fact("processor", processor());
        report.fact("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        report.fact("jobs bound to one core", Cores.canPin() ? "yes" : "no, found no taskset");
        report.fact("flags", String.join(" ", timing.flags()));
        for (JobPart part : parts) {
            part.run(timing, report);
        }
        JobTargets targets = JobTargets.of(report);
        targets.print(out);
        if (json) {
            ObjectNode node = report.json();
            targets.addTo(node.putArray("targets"));
            out.println(node);
        }
        out.flush();
        return 0;
    }

    private List<String> jvmFlags() {
        List<String> all = new ArrayList<>(List.of((flags == null ? defaultFlags() : flags.strip()).split("\\s+")));
        flink.forEach((key, value) -> all.add("-D" + RunningJob.SETTING + key + "=" + value));
        return all;
    }

    private static String defaultFlags() {
        boolean vectors = ModuleFinder.ofSystem().find(VECTOR_API).isPresent();
        return "-Xmx3g -XX:+UseG1GC" + (vectors ? " --add-modules=" + VECTOR_API : "");
    }

    private List<JobPart> chosen() {
        List<JobPart> parts = new ArrayList<>(JobTables.tables(full));
        parts.add(new DecodePart());
        parts.add(new KafkaPart("kafka", 1));
        if (full) {
            parts.add(new KafkaPart("kafka2", 2));
        }
        parts.add(new LatencyPart());
        parts.add(new GrowthPart(full));
        parts.add(new CheckpointPart(full ? 1_000_000 : 100_000));
        parts.add(new BatchPart());
        List<String> names = parts.stream().map(JobPart::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--only must name parts out of " + String.join(", ", names) + ", found " + name);
            }
        }
        return only.isEmpty()
                ? parts
                : parts.stream().filter(part -> only.contains(part.name())).toList();
    }

    private int checked(String option, Integer given, int least, int otherwise) {
        if (given != null && given < least) {
            throw new ParameterException(spec.commandLine(), option + " must be >= " + least + ", found " + given);
        }
        return given == null ? otherwise : given;
    }

    /** As Linux names it. */
    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .distinct()
                    .collect(Collectors.joining(", "));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
