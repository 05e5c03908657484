package dev.skipstream.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * ONNX Runtime as fast as its Java interface lets it be: all tensors are made once over pinned buffers, and the state
 * goes back and forth between two sets of them, so a step copies one sample in and one Δũ out.
 */
final class OnnxPinnedStep implements AutoCloseable {
    private final OrtSession session;
    private final FloatBuffer x;
    private final FloatBuffer increment = OnnxSession.buffer(1);
    private final FloatBuffer[] hidden = new FloatBuffer[2];
    private final Side[] sides = new Side[2]; // side i reads state i and writes state 1 − i
    private int current;

    private record Side(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {}

    OnnxPinnedStep(RnnConfig config, RnnWeights weights, OnnxForm form) throws OrtException {
        session = OnnxSession.open(OnnxCell.model(config, weights, form));
        boolean lstm = config.cell().isLstm();
        int units = config.topUnits();
        x = OnnxSession.buffer(config.inputs());
        OnnxTensor sample = OnnxSession.tensor(x, 1, config.inputs());
        OnnxTensor gate = OnnxSession.tensor(increment, 1, 1);
        OnnxTensor[] h = new OnnxTensor[2];
        OnnxTensor[] c = new OnnxTensor[2];
        for (int i = 0; i < 2; i++) {
            hidden[i] = OnnxSession.buffer(units);
            hidden[i].put(0, weights.data("rnn.h0_l0"));
            h[i] = OnnxSession.tensor(hidden[i], 1, units);
            if (lstm) {
                FloatBuffer cell = OnnxSession.buffer(units);
                cell.put(0, weights.data("rnn.c0_l0"));
                c[i] = OnnxSession.tensor(cell, 1, units);
            }
        }
        for (int i = 0; i < 2; i++) {
            Map<String, OnnxTensor> inputs = new LinkedHashMap<>(Map.of("x", sample, "h", h[i]));
            Map<String, OnnxTensor> outputs = new LinkedHashMap<>(Map.of("h_next", h[1 - i], "increment", gate));
            if (lstm) {
                inputs.put("c", c[i]);
                outputs.put("c_next", c[1 - i]);
            }
            sides[i] = new Side(inputs, outputs);
        }
    }

    /** Uses one sample; returns Δũ. */
    float step(float[] samples, int offset) throws OrtException {
        x.put(0, samples, offset, x.capacity());
        Side side = sides[current];
        session.run(side.inputs(), Set.of(), side.outputs()).close(); // closes what the runtime owns: nothing here
        current = 1 - current;
        return increment.get(0);
    }

    /** h (H), a copy. */
    float[] hidden() {
        float[] h = new float[hidden[current].capacity()];
        hidden[current].get(0, h);
        return h;
    }

    @Override
    public void close() throws OrtException {
        session.close();
        sides[0].inputs().values().forEach(OnnxTensor::close); // side 1 has the same tensors
        sides[0].outputs().values().forEach(OnnxTensor::close);
    }
}
