package dev.skipstream.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
            "Parts, on one core unless their names end in 2:",
            "  heap, rocksdb                1000 keys: Skipstream, (a) one small state read, (b) no skipping,",
            "                               (c) ONNX Runtime a sample, (d) naive",
            "  heap2, rocksdb2              parallelism 2: Skipstream and (a)",
            "  heapMillion, rocksdbMillion  a million keys, with their checkpoints: Skipstream and (a)",
            "  packets, decode              packets of 100 samples; the decoders alone",
            "  kafka                        JSON from topic to topic, with the model and without",
            "  latency                      how long before the end of a sequence its result leaves",
            "  growth                       time and state against units, update rate, sequence length and keys",
            "  batch                        several keys' updates in one product",
            "Only with --full: (b), (c) and (d) in all of heap2 … rocksdbMillion, heapMillion2, rocksdbMillion2, kafka2,",
            "packets decoded in advance, more points of growth, longer measurements."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "The short form takes about ten minutes on two cores; let the machine do nothing else.",
            "What cannot be measured is told, left out, and makes the exit status 1.",
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

    @Option(names = "--window", paramLabel = "MS", description = "of one measurement (default: 1000; full: 3000)")
    private Integer window;

    @Option(names = "--warm-up", paramLabel = "MS", description = "of each job (default: 4000; full: 10000)")
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

    @Option(names = "--json", description = "print one JSON object on stdout, the tables on stderr")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<JobPart> parts = chosen();
        JobTiming timing = new JobTiming(
                checked("--warm-up", warmUp, LEAST_MS, full ? 10_000 : 4000),
                checked("--window", window, LEAST_MS, full ? 3000 : 1000),
                checked("--repeats", repeats, 1, full ? 5 : 3),
                jvmFlags());
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter tables = json ? err : out;
        JobReport report = new JobReport(tables, err);
        facts(report, timing);
        for (JobPart part : parts) {
            double from = report.seconds();
            try {
                part.run(timing, report);
            } catch (IOException e) {
                report.failed(part.name(), "all of it", e.getMessage());
            }
            report.ended(part.name(), report.seconds() - from);
        }
        JobTargets targets = JobTargets.of(report);
        targets.print(tables);
        tables.printf(Locale.ROOT, "%nmeasured in %.0f s%n", report.seconds());
        tables.flush();
        if (json) {
            ObjectNode node = report.json();
            targets.addTo(node.putArray("targets"));
            node.put("seconds", report.seconds());
            out.println(node);
        }
        out.flush();
        return report.hasFailures() ? 1 : 0;
    }

    private void facts(JobReport report, JobTiming timing) {
        report.json()
                .put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("form", full ? "full" : "short");
        report.fact("processor", processor());
        report.fact("cores", Runtime.getRuntime().availableProcessors());
        report.fact("pinned", Cores.canPin() ? "jobs of parallelism 1 to one core" : "no, found no taskset");
        report.fact("jdk", Runtime.version().toString());
        report.fact("flags", String.join(" ", timing.flags()));
        report.fact("warmUpMs", timing.warmUpMs());
        report.fact("windowMs", timing.windowMs());
        report.fact("repeats", timing.repeats());
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
