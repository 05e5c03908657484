package dev.skipstream.local;

import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * The counts of a job that runs in this JVM: gauges of its operators, met as any reporter of metrics meets them.
 * Thread-safe.
 */
public final class RunningCounts implements MetricReporter, AutoCloseable {
    private static final String REPORTER = "metrics.reporter.skipstream-counts.";
    private static final String RUN = "run";

    /** By run: Flink makes its reporters itself and hands them nothing but texts. */
    private static final Map<String, RunningCounts> RUNS = new ConcurrentHashMap<>();

    private final String run = UUID.randomUUID().toString();
    private final Map<Metric, String> names = new ConcurrentHashMap<>();

    RunningCounts() {
        RUNS.put(run, this);
    }

    /** Has a cluster with these settings report here. */
    void report(Configuration settings) {
        settings.setString(REPORTER + "factory.class", Factory.class.getName());
        settings.setString(REPORTER + RUN, run);
    }

    /** Sum over all subtasks; 0 for a count that there is not. */
    long sum(String name) {
        long sum = 0;
        for (Map.Entry<Metric, String> metric : names.entrySet()) {
            if (metric.getValue().equals(name)
                    && metric.getKey() instanceof Gauge<?> gauge
                    && gauge.getValue() instanceof Number value) {
                sum += value.longValue();
            }
        }
        return sum;
    }

    @Override
    public void open(MetricConfig config) {}

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        if (metric instanceof Gauge) {
            names.put(metric, name);
        }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        names.remove(metric);
    }

    @Override
    public void close() {
        RUNS.remove(run);
    }

    /** Found by Flink as a service. */
    public static final class Factory implements MetricReporterFactory {
        @Override
        public MetricReporter createMetricReporter(Properties properties) {
            RunningCounts counts = RUNS.get(properties.getProperty(RUN));
            if (counts == null) {
                throw new IllegalStateException(
                        "counts must be those of a run of this JVM, found " + properties.getProperty(RUN));
            }
            return counts;
        }
    }
}
