package dev.skipstream.flink;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.state.FunctionInitializationContext;

/**
 * Makes the counts of one subtask survive: they are operator state, so a restart goes on from the checkpoint and a
 * rescale keeps their sum (Flink's own metric counters begin at 0 again). They show as metrics while the job runs, and
 * as accumulators in its result.
 */
final class CheckpointedCounts {
    private final List<String> names;
    private final Supplier<long[]> counts;
    private final ListState<long[]> state;

    /**
     * @param names of the counts, as metrics and accumulators
     * @param counts reads them, in the order of their names
     * @param add adds what earlier subtasks counted
     */
    CheckpointedCounts(
            List<String> names,
            Supplier<long[]> counts,
            Consumer<long[]> add,
            FunctionInitializationContext context,
            RuntimeContext runtime)
            throws Exception {
        this.names = names;
        this.counts = counts;
        state = context.getOperatorStateStore()
                .getListState(
                        new ListStateDescriptor<>("counts", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
        for (long[] earlier : state.get()) {
            add.accept(earlier);
        }
        for (int i = 0; i < names.size(); i++) {
            int index = i;
            runtime.getMetricGroup().gauge(names.get(i), (Gauge<Long>) () -> counts.get()[index]);
        }
    }

    void snapshot() throws Exception {
        state.update(List.of(counts.get()));
    }

    /** Hands the totals to the job's result: once, when the operator closes. */
    void report(RuntimeContext runtime) {
        for (int i = 0; i < names.size(); i++) {
            runtime.getLongCounter(names.get(i)).add(counts.get()[i]);
        }
    }
}
