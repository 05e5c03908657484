package dev.skipstream.bench;

import dev.skipstream.flink.SensorRecord;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Reads one small state, a long, and passes the record on: the least that a keyed job with memory can do. */
final class ReadOneState extends KeyedProcessFunction<String, SensorRecord, SensorRecord> {
    private static final long serialVersionUID = 1L;

    private transient ValueState<Long> state;

    @Override
    public void open(OpenContext context) {
        state = getRuntimeContext().getState(new ValueStateDescriptor<>("small", Types.LONG));
    }

    @Override
    public void processElement(SensorRecord record, Context context, Collector<SensorRecord> out) throws IOException {
        Long first = state.value();
        if (first == null) {
            state.update(record.seq());
        } else if (first > record.seq()) {
            throw new IllegalStateException("seq must grow, found " + record.seq() + " after " + first);
        }
        out.collect(record);
    }
}
