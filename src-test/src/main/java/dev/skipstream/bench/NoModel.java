package dev.skipstream.bench;

import dev.skipstream.flink.ClassifiedSequence;
import dev.skipstream.flink.SensorRecord;
import dev.skipstream.rnn.HeadKind;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** The job's operator with the model taken out: reads one small state a record, and gives as many results, all alike. */
final class NoModel extends KeyedProcessFunction<String, SensorRecord, ClassifiedSequence> {
    private static final long serialVersionUID = 1L;
    private static final String HASH = "0".repeat(64);

    private transient ValueState<Long> state;

    @Override
    public void open(OpenContext context) {
        state = getRuntimeContext().getState(new ValueStateDescriptor<>("small", Types.LONG));
    }

    @Override
    public void processElement(SensorRecord record, Context context, Collector<ClassifiedSequence> out)
            throws IOException {
        if (state.value() == null) {
            state.update(record.seq());
        }
        for (long seq = record.seq(); seq < record.seq() + record.values().length; seq++) {
            if (seq % Signals.LENGTH == Signals.LENGTH - 1) {
                out.collect(result(record.sensor(), seq, record.time()));
            }
        }
    }

    private static ClassifiedSequence result(String sensor, long seq, long time) {
        long first = seq + 1 - Signals.LENGTH;
        return new ClassifiedSequence(
                sensor,
                first / Signals.LENGTH,
                first,
                seq,
                time - Signals.LENGTH + 1,
                time,
                HeadKind.SOFTMAX,
                new String[] {"target", "distractor"},
                0,
                new float[] {0.9998765f, 0.0001235f},
                new float[] {4.5216713f, -4.4773407f},
                9,
                true,
                0,
                new long[0],
                "none@1",
                HASH);
    }
}
