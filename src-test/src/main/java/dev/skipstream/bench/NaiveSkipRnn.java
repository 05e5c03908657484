package dev.skipstream.bench;

import dev.skipstream.flink.SensorRecord;
import dev.skipstream.rnn.Classification;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.SkipRnn;
import dev.skipstream.rnn.UpdateGate;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * A Skip RNN as its equations read, sample by sample: the candidate is computed at every record and kept or not, and the
 * one state object is written at every record. What the operator would be without the jump to the next needed sample.
 */
final class NaiveSkipRnn extends KeyedProcessFunction<String, SensorRecord, Classification> {
    private static final long serialVersionUID = 1L;

    private final String model;

    private transient SkipRnn rnn;
    private transient RnnState candidate;
    private transient int length;
    private transient ValueState<NaiveState> state;

    NaiveSkipRnn(String model) {
        this.model = model;
    }

    @Override
    public void open(OpenContext context) {
        var file = BenchModels.file(model);
        rnn = new SkipRnn(file.config(), file.weights());
        candidate = rnn.newState();
        length = file.config().sequenceLength();
        state = getRuntimeContext().getState(new ValueStateDescriptor<>("state", TypeInformation.of(NaiveState.class)));
    }

    @Override
    public void processElement(SensorRecord record, Context context, Collector<Classification> out) throws IOException {
        NaiveState now = state.value();
        for (int i = 0; i < record.values().length; i++) {
            long at = record.seq() + i;
            now = next(now == null || at % length == 0 ? initial() : now, record.values(), i);
            if (at % length == length - 1) {
                candidate.load(now.hidden());
                out.collect(rnn.classify(candidate));
            }
        }
        state.update(now);
    }

    private NaiveState initial() {
        rnn.reset(candidate);
        float[] hidden = new float[candidate.size()];
        candidate.store(hidden);
        return new NaiveState(0, 0, 1, 0, hidden);
    }

    private NaiveState next(NaiveState now, float[] values, int i) {
        candidate.load(now.hidden());
        float increment = rnn.step(values, i, candidate);
        if (!UpdateGate.updates(now.probability())) {
            float probability = Math.min(1, now.probability() + now.increment());
            return new NaiveState(now.samples() + 1, now.updates(), probability, now.increment(), now.hidden());
        }
        float[] hidden = new float[candidate.size()];
        candidate.store(hidden);
        return new NaiveState(now.samples() + 1, now.updates() + 1, increment, increment, hidden);
    }
}
