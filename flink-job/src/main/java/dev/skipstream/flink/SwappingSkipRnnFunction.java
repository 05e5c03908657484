package dev.skipstream.flink;

import dev.skipstream.stream.SequenceRules;
import dev.skipstream.stream.ServedModel;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.apache.flink.util.Collector;

/**
 * Serves sensors as {@link SkipRnnFunction} does, with the same state under the same names, while models are announced.
 * A sample costs what it costs there; an announcement that makes a model too many walks over the cursors of all sensors.
 */
class SwappingSkipRnnFunction
        extends KeyedBroadcastProcessFunction<String, SensorRecord, ModelAnnouncement, ClassifiedSequence>
        implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    private final StartingModels starting;
    private final SequenceRules rules;
    private final SampleShape shape;

    private transient KeyedClassifier classifier;

    SwappingSkipRnnFunction(StartingModels starting, SequenceRules rules, SampleShape shape) {
        this.starting = starting;
        this.rules = rules;
        this.shape = shape;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        classifier = new KeyedClassifier(starting, rules, shape, context, getRuntimeContext());
    }

    @Override
    public void open(OpenContext context) {
        classifier.open();
    }

    /** Keeps so many sensors as objects from now on; after it has been opened and before the first record. */
    void cache(int sensors, KeyContext keys) {
        classifier.cache(sensors, keys);
    }

    @Override
    public void processElement(SensorRecord record, ReadOnlyContext context, Collector<ClassifiedSequence> out) {
        classifier.accept(record, context.timestamp(), context.timerService(), out);
    }

    @Override
    public void processBroadcastElement(
            ModelAnnouncement announcement, Context context, Collector<ClassifiedSequence> out) throws Exception {
        for (ServedModel surplus : classifier.models().announce(announcement)) {
            classifier.beforeWalk();
            context.applyToKeyedState(
                    KeyedMemory.CURSOR, (sensor, cursor) -> classifier.closeRunning(surplus, sensor, out));
            classifier.models().drop(surplus);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<ClassifiedSequence> out) {
        classifier.onTimer(timestamp, context.getCurrentKey(), context.timerService(), out);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        classifier.snapshot();
    }

    @Override
    public void close() {
        if (classifier != null) {
            classifier.close();
        }
    }
}
