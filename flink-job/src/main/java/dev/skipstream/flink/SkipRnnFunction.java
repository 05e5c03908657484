package dev.skipstream.flink;

import dev.skipstream.stream.SampleCounters;
import dev.skipstream.stream.SequenceClassifier;
import dev.skipstream.stream.SequenceResult;
import dev.skipstream.stream.SequenceRules;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Binds the rules of a stream to one sensor's keyed state. A skipped sample with a seq reads the cursor and nothing
 * else; only an update reads and writes the hidden state.
 */
class SkipRnnFunction extends KeyedProcessFunction<String, SensorRecord, ClassifiedSequence>
        implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    /** The step latency is that of so many of the last steps that were timed. */
    private static final int STEPS_SHOWN = 1_000;

    private final ModelSource source;
    private final SequenceRules rules;
    private final int channels;

    private transient SampleCounters counters;
    private transient CheckpointedCounts counts;
    private transient JobModels models;
    private transient KeyedMemory memory;
    private transient SequenceClassifier classifier;
    private transient SensorTimers timers;
    private transient Consumer<SequenceResult> emit;

    // the record being served
    private transient String sensor;
    private transient Collector<ClassifiedSequence> out;

    SkipRnnFunction(ModelSource source, SequenceRules rules, SampleShape shape) {
        this.source = source;
        this.rules = rules;
        this.channels = shape.channels();
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        counters = new SampleCounters();
        counts = new CheckpointedCounts(
                SampleCounters.NAMES, counters::toArray, counters::add, context, getRuntimeContext());
        models = new JobModels(source, context);
    }

    @Override
    public void open(OpenContext context) {
        memory = new KeyedMemory(getRuntimeContext());
        timers = new SensorTimers(rules.idleTimeoutMs());
        emit = result -> out.collect(ClassifiedSequence.of(sensor, result));
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        Histogram stepNanos = metrics.histogram("stepLatency", new DescriptiveStatisticsHistogram(STEPS_SHOWN));
        classifier = new SequenceClassifier(rules, models, counters, stepNanos::update);
        metrics.gauge("updateRatio", (Gauge<Double>) counters::updateRatio);
        metrics.gauge("recentUpdateRatio", new RecentUpdateRatio(counters));
        metrics.gauge("currentModel", (Gauge<String>) () -> models.starting(0).stamp());
    }

    @Override
    public void processElement(SensorRecord record, Context context, Collector<ClassifiedSequence> collector) {
        sensor = record.sensor();
        out = collector;
        if (rules.idleTimeoutMs() > 0) {
            timers.see(context.timestamp());
        }
        boolean setTimers = classifier.accept(
                memory, record.seq(), record.time(), record.periodMs(), channels, record.values(), emit);
        if (setTimers) {
            timers.set(context.timerService());
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<ClassifiedSequence> collector) {
        sensor = context.getCurrentKey();
        out = collector;
        if (SensorTimers.isEndOfInput(timestamp)) {
            classifier.close(memory, emit);
        } else if (classifier.idle(memory, emit)) {
            timers.setIdleAgain(timestamp, context.timerService());
        } else {
            timers.forget(context.timerService());
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        counts.snapshot();
        models.snapshot(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    }

    @Override
    public void close() {
        if (counts != null) {
            counts.report(getRuntimeContext());
        }
    }
}
