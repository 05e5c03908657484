package dev.skipstream.bench;

import ai.onnxruntime.OrtException;
import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.PlainSkipRnn;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.rnn.SkipRnn;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One update of one stream, by us and by our peers: product, activations, new state, update gate. The same weights and
 * samples everywhere; each update starts from the state that the one before left.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StepBenchmark {
    private static final int CACHE_LINE = 16; // floats

    /** What every row reads: a network and samples. */
    @State(Scope.Thread)
    public static class Network {
        @Param({"SKIP_GRU", "SKIP_LSTM"})
        public CellKind cell;

        final float[] samples = BenchNetwork.samples();
        RnnConfig config;
        RnnWeights weights;
        private int next;

        @Setup
        public void build() {
            config = BenchNetwork.config(cell);
            weights = BenchNetwork.weights(config);
        }

        /** Index of the next sample. */
        int next() {
            next = next + 1 & samples.length - 1;
            return next;
        }
    }

    /** Ours: which kernel it is depends on the modules of the JVM. */
    @State(Scope.Thread)
    public static class Ours {
        SkipRnn rnn;
        RnnState state;

        @Setup
        public void build(Network network) {
            rnn = new SkipRnn(network.config, network.weights);
            state = rnn.newState();
        }
    }

    /** EJML. */
    @State(Scope.Thread)
    public static class Ejml {
        EjmlStep step;

        @Setup
        public void build(Network network) {
            step = new EjmlStep(network.config, network.weights);
        }
    }

    /** EJML, written the obvious way. */
    @State(Scope.Thread)
    public static class EjmlAsWritten {
        PlainSkipRnn rnn;

        @Setup
        public void build(Network network) {
            rnn = new PlainSkipRnn(network.config, network.weights);
        }
    }

    /** ONNX Runtime, pinned buffers. */
    @State(Scope.Thread)
    public static class OnnxPinned {
        @Param({"OPERATOR", "PRODUCTS"})
        public OnnxForm form;

        OnnxPinnedStep step;

        @Setup
        public void build(Network network) throws OrtException {
            step = new OnnxPinnedStep(network.config, network.weights, form);
        }

        @TearDown(Level.Trial)
        public void close() throws OrtException {
            step.close();
        }
    }

    /** ONNX Runtime as users write it. */
    @State(Scope.Thread)
    public static class Onnx {
        @Param({"OPERATOR", "PRODUCTS"})
        public OnnxForm form;

        OnnxStep step;

        @Setup
        public void build(Network network) throws OrtException {
            step = new OnnxStep(network.config, network.weights, form);
        }

        @TearDown(Level.Trial)
        public void close() throws OrtException {
            step.close();
        }
    }

    /** Numbers as many as a cell's weights. */
    @State(Scope.Thread)
    public static class Weights {
        @Param({"SKIP_GRU", "SKIP_LSTM"})
        public CellKind cell;

        WeightReader reader;
        float[] numbers;
        int length;
        int at;

        @Setup
        public void build() {
            reader = ServiceLoader.load(WeightReader.class).iterator().next();
            length = floatsRead(cell, reader);
            numbers = new float[length + CACHE_LINE];
        }

        /**
         * A Java array stands at any multiple of 8 bytes. So one of these eight places is the beginning of a cache line,
         * from which reads are nearly twice as fast; no Java program can ask for it, and the median does not show it.
         */
        @Setup(Level.Iteration)
        public void move() {
            at = (at + 2) % CACHE_LINE;
        }
    }

    /** The weights of a cell, rounded up to whole blocks. */
    static int floatsRead(CellKind cell, WeightReader reader) {
        int floats = (int) (BenchNetwork.weightBytes(cell) / Float.BYTES);
        return (floats + reader.block() - 1) / reader.block() * reader.block();
    }

    @Benchmark
    public float skipstream(Network network, Ours ours) {
        return ours.rnn.step(network.samples, network.next(), ours.state);
    }

    @Benchmark
    public float ejml(Network network, Ejml ejml) {
        return ejml.step.step(network.samples, network.next());
    }

    @Benchmark
    public float ejmlAsWritten(Network network, EjmlAsWritten ejml) {
        return ejml.rnn.step(network.samples, network.next());
    }

    @Benchmark
    public float onnxPinned(Network network, OnnxPinned onnx) throws OrtException {
        return onnx.step.step(network.samples, network.next());
    }

    @Benchmark
    public float onnxAsWritten(Network network, Onnx onnx) throws OrtException {
        return onnx.step.step(network.samples, network.next());
    }

    /** The floor: no update at batch 1 can be faster than reading its weights once. */
    @Benchmark
    public float floor(Weights weights) {
        return weights.reader.read(weights.numbers, weights.at, weights.length);
    }
}
