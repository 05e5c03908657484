package dev.skipstream.bench;

import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.rnn.SkipRnn;
import dev.skipstream.stream.SampleCounters;
import dev.skipstream.stream.SequenceClassifier;
import dev.skipstream.stream.SequenceRules;
import dev.skipstream.stream.ServedModel;
import dev.skipstream.stream.ServedModels;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A sample that the gate skips, as a record of its own: the rules, the cursor, the counters; no state backend. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class SkipBenchmark {
    private static final int SKIPPED = 1 << 20; // samples after the first; a repeat is skipped again
    private static final float CLOSED = -20f; // bias of the gate: Δũ = 2e-9, the next sample needed is far away

    private final FieldMemory memory = new FieldMemory();
    private final float[] values = {0.5f};
    private final SampleCounters counters = new SampleCounters();
    private SequenceClassifier classifier;
    private long seq;

    @Setup
    public void useTheFirstSample() {
        RnnConfig config = BenchNetwork.config(CellKind.SKIP_GRU);
        RnnWeights weights = BenchNetwork.weights(config);
        weights.data("update.bias")[0] = CLOSED;
        ServedModel model = new ServedModel(new SkipRnn(config, weights), "bench@1", "0".repeat(64), 0);
        classifier = new SequenceClassifier(new SequenceRules(2L * SKIPPED, 0), new OneModel(model), counters);
        skip();
        if (counters.used != 1) {
            throw new IllegalStateException("expected the first sample to be used, found " + counters.used + " used");
        }
    }

    private record OneModel(ServedModel model) implements ServedModels {
        @Override
        public ServedModel starting(long time) {
            return model;
        }

        @Override
        public ServedModel running(long id) {
            return model;
        }
    }

    @Benchmark
    public long skip() {
        classifier.accept(memory, seq, seq, 1, 1, values, result -> {});
        seq = (seq & SKIPPED - 1) + 1;
        return counters.skipped;
    }
}
