package dev.skipstream.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.skipstream.train.ProductSpeed;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A product of training by ONNX Runtime, on one thread, over pinned buffers: MatMul, or Gemm where A is transposed. Both
 * factors are inputs, since in training the weights change too.
 */
final class OnnxProduct implements ProductSpeed.Product {
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;

    OnnxProduct(int rows, int depth, int columns, boolean transposed, float[] a, float[] b) {
        long[] shape = transposed ? new long[] {depth, rows} : new long[] {rows, depth};
        OnnxGraph graph =
                new OnnxGraph().input("a", shape).input("b", depth, columns).output("c", rows, columns);
        if (transposed) {
            graph.node("Gemm", List.of("a", "b"), List.of("c"), "transA", 1);
        } else {
            graph.node("MatMul", List.of("a", "b"), List.of("c"));
        }
        try {
            session = OnnxSession.open(graph.toBytes());
            inputs = Map.of(
                    "a", OnnxSession.tensor(filled(a), shape),
                    "b", OnnxSession.tensor(filled(b), depth, columns));
            outputs = Map.of("c", OnnxSession.tensor(OnnxSession.buffer(rows * columns), rows, columns));
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime refuses a product: " + e.getMessage(), e);
        }
    }

    @Override
    public void run() {
        try {
            session.run(inputs, Set.of(), outputs).close(); // closes what the runtime owns: nothing here
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime stops: " + e.getMessage(), e);
        }
    }

    /** C (rows, columns), a copy. */
    float[] result() {
        FloatBuffer c = outputs.get("c").getFloatBuffer();
        float[] values = new float[c.remaining()];
        c.get(values);
        return values;
    }

    @Override
    public void close() {
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxTensor::close);
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime stops: " + e.getMessage(), e);
        }
    }

    private static FloatBuffer filled(float[] values) {
        return OnnxSession.buffer(values.length).put(0, values);
    }
}
