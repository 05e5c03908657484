package dev.skipstream.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** What the ONNX Runtime peers share: one thread, every optimisation of the graph, and buffers outside the heap. */
final class OnnxSession {
    /** Enough for the longest command line that Linux takes. Address space, not memory: only what is touched counts. */
    private static final long DEEP_STACK = 1L << 30; // bytes

    static final OrtEnvironment ENVIRONMENT = environment();

    private OnnxSession() {}

    /**
     * When its environment is made, and only then, ONNX Runtime 1.29 takes the process's command line apart by a recursion
     * of some 350 bytes of stack a character. Past the stack's end the process dies without a word, so the environment is
     * made on a thread whose stack suffices, whoever asks first.
     */
    private static OrtEnvironment environment() {
        // a method of another class: one of this class would wait for the end of this initialisation
        FutureTask<OrtEnvironment> making = new FutureTask<>(OrtEnvironment::getEnvironment);
        new Thread(null, making, "onnx-runtime-start", DEEP_STACK).start();
        try {
            return making.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("ONNX Runtime must start here, found " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while ONNX Runtime started", e);
        }
    }

    static OrtSession open(byte[] model) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            return ENVIRONMENT.createSession(model, options);
        }
    }

    static FloatBuffer buffer(int floats) {
        return ByteBuffer.allocateDirect(Float.BYTES * floats)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** A tensor over a buffer of its own: what is written there, the runtime reads. */
    static OnnxTensor tensor(FloatBuffer buffer, long... shape) throws OrtException {
        return OnnxTensor.createTensor(ENVIRONMENT, buffer, shape);
    }
}
