package dev.skipstream.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.skipstream.flink.SensorRecord;
import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.Classification;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.SkipRnn;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * A GRU served as one would with ONNX Runtime: at every sample the hidden state is read, the session is called with new
 * tensors, and the hidden state is written. The model's gate is computed, as a thousandth of the work, and not asked.
 */
final class OnnxPerSample extends KeyedProcessFunction<String, SensorRecord, Classification> {
    private static final long serialVersionUID = 1L;

    private final String model;

    private transient SkipRnn rnn; // for its head
    private transient RnnState state;
    private transient float[] initial; // (H)
    private transient long length;
    private transient OrtSession session;
    private transient ValueState<float[]> hidden;

    OnnxPerSample(String model) {
        this.model = model;
    }

    @Override
    public void open(OpenContext context) throws OrtException {
        ModelFile file = BenchModels.file(model);
        rnn = new SkipRnn(file.config(), file.weights());
        state = rnn.newState();
        initial = file.weights().data("rnn.h0_l0").clone();
        length = file.config().sequenceLength();
        session = OnnxSession.open(OnnxCell.model(file.config(), file.weights(), OnnxForm.OPERATOR));
        hidden = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("hidden", PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(SensorRecord record, Context context, Collector<Classification> out)
            throws IOException, OrtException {
        float[] h = hidden.value();
        for (int i = 0; i < record.values().length; i++) {
            long at = record.seq() + i;
            h = step(record.values()[i], h == null || at % length == 0 ? initial : h);
            if (at % length == length - 1) {
                state.load(h);
                out.collect(rnn.classify(state));
            }
        }
        hidden.update(h);
    }

    private float[] step(float sample, float[] h) throws OrtException {
        try (OnnxTensor x = OnnxTensor.createTensor(OnnxSession.ENVIRONMENT, new float[][] {{sample}});
                OnnxTensor before = OnnxTensor.createTensor(OnnxSession.ENVIRONMENT, new float[][] {h});
                OrtSession.Result result = session.run(Map.of("x", x, "h", before))) {
            return ((float[][]) result.get("h_next").orElseThrow().getValue())[0];
        }
    }

    @Override
    public void close() throws OrtException {
        if (session != null) {
            session.close();
        }
    }
}
