package dev.skipstream.flink;

import dev.skipstream.stream.SampleCounters;
import dev.skipstream.stream.SensorMemory;
import dev.skipstream.stream.SequenceClassifier;
import dev.skipstream.stream.SequenceResult;
import dev.skipstream.stream.SequenceRules;
import dev.skipstream.stream.ServedModel;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.apache.flink.util.Collector;

/**
 * Binds the rules of a stream to one subtask's keyed state, timers and metrics: all that the functions with and without
 * a models topic share.
 */
final class KeyedClassifier {
    /** The step latency is that of so many of the last steps that were timed. */
    private static final int STEPS_SHOWN = 1_000;

    private final RuntimeContext runtime;
    private final int channels;
    private final SequenceRules rules;
    private final SampleCounters counters = new SampleCounters();
    private final CheckpointedCounts counts;
    private final JobModels models;
    private final Consumer<SequenceResult> emit;
    private final SensorTimers timers;
    private KeyedMemory state;
    private SensorCache cache; // null: every access is one of the state
    private SequenceClassifier classifier;

    // the record being served
    private String sensor;
    private Collector<ClassifiedSequence> out;

    /** Restores what is not keyed. */
    KeyedClassifier(
            StartingModels starting,
            SequenceRules rules,
            SampleShape shape,
            FunctionInitializationContext context,
            RuntimeContext runtime)
            throws Exception {
        this.runtime = runtime;
        this.rules = rules;
        channels = shape.channels();
        counts = new CheckpointedCounts(SampleCounters.NAMES, counters::toArray, counters::add, context, runtime);
        models = new JobModels(starting, context);
        timers = new SensorTimers(rules.idleTimeoutMs());
        emit = result -> out.collect(ClassifiedSequence.of(sensor, result));
    }

    /** Opens the keyed state. */
    void open() {
        state = new KeyedMemory(runtime);
        MetricGroup metrics = runtime.getMetricGroup();
        Histogram stepNanos = metrics.histogram("stepLatency", new DescriptiveStatisticsHistogram(STEPS_SHOWN));
        classifier = new SequenceClassifier(rules, models, counters, stepNanos::update);
        metrics.gauge("updateRatio", (Gauge<Double>) counters::updateRatio);
        metrics.gauge("recentUpdateRatio", new RecentUpdateRatio(counters));
        metrics.gauge("currentModel", (Gauge<String>) models::current);
    }

    /** Keeps so many sensors as objects from now on; after {@link #open} and before the first record. */
    void cache(int sensors, KeyContext keys) {
        cache = new SensorCache(sensors, state, keys, runtime.getMetricGroup());
    }

    /**
     * @param timestamp Kafka's, epoch ms; null: none
     */
    void accept(SensorRecord record, Long timestamp, TimerService service, Collector<ClassifiedSequence> collector) {
        sensor = record.sensor();
        out = collector;
        if (rules.idleTimeoutMs() > 0) {
            timers.see(timestamp);
        }
        SensorMemory memory = cache == null ? state : cache.of(sensor);
        boolean setTimers = classifier.accept(
                memory, record.seq(), record.time(), record.periodMs(), channels, record.values(), emit);
        if (setTimers) {
            timers.set(service);
        }
    }

    void onTimer(long timestamp, String key, TimerService service, Collector<ClassifiedSequence> collector) {
        sensor = key;
        out = collector;
        SensorMemory memory = cache == null ? state : cache.ofTimer(sensor);
        if (SensorTimers.isEndOfInput(timestamp)) {
            classifier.close(memory, emit);
        } else if (classifier.idle(memory, emit)) {
            timers.setIdleAgain(timestamp, service);
        } else {
            timers.forget(service);
        }
    }

    /** Must come before a walk over the state, and {@link #closeRunning} in it: all of every sensor is in the state. */
    void beforeWalk() {
        if (cache != null) {
            cache.clear();
        }
    }

    /** Closes the current key's open sequence if it runs with this model. */
    void closeRunning(ServedModel dropped, String key, Collector<ClassifiedSequence> collector) {
        sensor = key;
        out = collector;
        classifier.closeRunning(dropped, state, emit);
    }

    JobModels models() {
        return models;
    }

    /** Flink takes its snapshot of the keyed state after this call, of a savepoint's too. */
    void snapshot() throws Exception {
        if (cache != null) {
            cache.write();
        }
        counts.snapshot();
        models.snapshot(runtime.getTaskInfo().getIndexOfThisSubtask());
    }

    void close() {
        counts.report(runtime);
    }
}
