package dev.skipstream.flink;

import java.util.List;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;

/** A function without keys that counts what becomes of its inputs, in {@link CheckpointedCounts}. */
abstract class CountingFunction<I, O> extends ProcessFunction<I, O> implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    private final List<String> names;

    private transient long[] counted; // one for each name
    private transient CheckpointedCounts counts;

    /**
     * @param names of the counts, as metrics and accumulators; their order is that of the state
     */
    CountingFunction(List<String> names) {
        this.names = names;
    }

    /** Counts one more of the name with this index. */
    final void count(int which) {
        counted[which]++;
    }

    @Override
    public final void initializeState(FunctionInitializationContext context) throws Exception {
        counted = new long[names.size()];
        counts = new CheckpointedCounts(names, counted::clone, this::add, context, getRuntimeContext());
    }

    private void add(long[] earlier) {
        for (int i = 0; i < counted.length; i++) {
            counted[i] += earlier[i];
        }
    }

    @Override
    public final void snapshotState(FunctionSnapshotContext context) throws Exception {
        counts.snapshot();
    }

    @Override
    public final void close() {
        if (counts != null) {
            counts.report(getRuntimeContext());
        }
    }
}
