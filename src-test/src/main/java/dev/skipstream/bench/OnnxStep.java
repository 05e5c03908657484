package dev.skipstream.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import java.util.LinkedHashMap;
import java.util.Map;

/** ONNX Runtime as its documentation shows it: new tensors from Java arrays each step, results read as arrays. */
final class OnnxStep implements AutoCloseable {
    private final OrtSession session;
    private final float[][] x;
    private float[][] h;
    private float[][] c; // null: a GRU

    OnnxStep(RnnConfig config, RnnWeights weights, OnnxForm form) throws OrtException {
        session = OnnxSession.open(OnnxCell.model(config, weights, form));
        x = new float[1][config.inputs()];
        h = new float[][] {weights.data("rnn.h0_l0").clone()};
        c = config.cell().isLstm() ? new float[][] {weights.data("rnn.c0_l0").clone()} : null;
    }

    /** Uses one sample; returns Δũ. */
    float step(float[] samples, int offset) throws OrtException {
        System.arraycopy(samples, offset, x[0], 0, x[0].length);
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        try {
            inputs.put("x", OnnxTensor.createTensor(OnnxSession.ENVIRONMENT, x));
            inputs.put("h", OnnxTensor.createTensor(OnnxSession.ENVIRONMENT, h));
            if (c != null) {
                inputs.put("c", OnnxTensor.createTensor(OnnxSession.ENVIRONMENT, c));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                h = value(result, "h_next");
                if (c != null) {
                    c = value(result, "c_next");
                }
                return value(result, "increment")[0][0];
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    /** h (H), live. */
    float[] hidden() {
        return h[0];
    }

    private static float[][] value(OrtSession.Result result, String name) throws OrtException {
        return (float[][]) result.get(name).orElseThrow().getValue();
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
