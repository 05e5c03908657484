package dev.skipstream.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One method of a JMH class, measured in JVMs of its own that get no flags but those named here.
 *
 * @param owner the JMH class
 * @param method its method
 * @param flags of the JVMs
 * @param parameters names and values of the class's parameters, in turn
 */
record ForkedBenchmark(Class<?> owner, String method, List<String> flags, List<String> parameters) {
    private static final int FIRST_TO_WARN = 24; // JDK that warns of native access and of sun.misc.Unsafe

    /**
     * How long to measure.
     *
     * @param forks JVMs one after another
     * @param warmUps seconds before the first timing
     * @param iterations timings a JVM, half a second each
     */
    record Effort(int forks, int warmUps, int iterations) {}

    /** Nanoseconds of a call: the median over the timings of all JVMs. Takes the seconds the effort says. */
    double nanos(Effort effort) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + owner.getName().replace(".", "\\.") + "\\." + method + "$")
                .forks(effort.forks())
                .warmupIterations(effort.warmUps())
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(effort.iterations())
                .measurementTime(TimeValue.milliseconds(500))
                .jvmArgs(allFlags())
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        for (int i = 0; i < parameters.size(); i += 2) {
            options.param(parameters.get(i), parameters.get(i + 1));
        }
        // what the JVMs say, and JMH of them, are remarks: stdout is for results
        OutputFormat remarks = OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT);
        Collection<RunResult> results = new Runner(options.build(), remarks).run();
        double[] nanos = results.stream()
                .flatMap(result -> result.getBenchmarkResults().stream())
                .map(BenchmarkResult::getIterationResults)
                .flatMap(Collection::stream)
                .mapToDouble(ForkedBenchmark::score)
                .sorted()
                .toArray();
        if (nanos.length == 0) {
            throw new RunnerException("no timings of " + owner.getSimpleName() + "." + method);
        }
        return (nanos[(nanos.length - 1) / 2] + nanos[nanos.length / 2]) / 2;
    }

    private static double score(IterationResult iteration) {
        return iteration.getPrimaryResult().getScore();
    }

    private String[] allFlags() {
        List<String> all = new ArrayList<>(flags);
        if (Runtime.version().feature() >= FIRST_TO_WARN) {
            all.add("--enable-native-access=ALL-UNNAMED");
            all.add("--sun-misc-unsafe-memory-access=allow");
        }
        return all.toArray(String[]::new);
    }
}
