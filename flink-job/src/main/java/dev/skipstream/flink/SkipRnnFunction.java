package dev.skipstream.flink;

import dev.skipstream.stream.SequenceRules;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.apache.flink.util.Collector;

/**
 * Serves sensors with one model for the job's life. A skipped sample with a seq reads the cursor and nothing else; only
 * an update reads and writes the hidden state. With a cache these accesses are to objects, and those to Flink's state
 * come later, and fewer.
 */
class SkipRnnFunction extends KeyedProcessFunction<String, SensorRecord, ClassifiedSequence>
        implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    private final StartingModels starting;
    private final SequenceRules rules;
    private final SampleShape shape;

    private transient KeyedClassifier classifier;

    SkipRnnFunction(StartingModels starting, SequenceRules rules, SampleShape shape) {
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
    public void processElement(SensorRecord record, Context context, Collector<ClassifiedSequence> out) {
        classifier.accept(record, context.timestamp(), context.timerService(), out);
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
