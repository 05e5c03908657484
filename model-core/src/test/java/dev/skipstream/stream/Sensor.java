package dev.skipstream.stream;

import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.rnn.SkipRnn;
import java.util.ArrayList;
import java.util.List;

/** One sensor served by one model, as tests use it. */
final class Sensor {
    final SampleCounters counters = new SampleCounters();
    final CountingMemory memory = new CountingMemory();
    final List<SequenceResult> results = new ArrayList<>();
    final ServedModel model;
    private final SequenceClassifier classifier;

    Sensor(RnnConfig config, RnnWeights weights, SequenceRules rules) {
        model = new ServedModel(new SkipRnn(config, weights), "test@1", "00", 7);
        classifier = new SequenceClassifier(
                rules,
                new ServedModels() {
                    @Override
                    public ServedModel starting(long time) {
                        return model;
                    }

                    @Override
                    public ServedModel running(long id) {
                        return model;
                    }
                },
                counters);
    }

    /** Sends n samples from {@code samples} (…, channels), the first at index {@code seq} there, at 1 ms a sample. */
    void send(long seq, int n, float[] samples) {
        sendAt(seq, seq, n, samples);
    }

    void sendAt(long seq, long time, int n, float[] samples) {
        int channels = model.rnn().config().channels();
        float[] values = new float[n * channels];
        System.arraycopy(samples, (int) (seq * channels), values, 0, values.length);
        classifier.accept(memory, seq, time, 1, channels, values, results::add);
    }

    /** Sends a packet of these values, (n, channels). */
    void sendPacket(long seq, long time, double periodMs, float[] values) {
        classifier.accept(memory, seq, time, periodMs, model.rnn().config().channels(), values, results::add);
    }

    /** The idle timer fires. Returns whether it is to be set again. */
    boolean idle() {
        return classifier.idle(memory, results::add);
    }

    void sendUnnumbered(float[] values) {
        classifier.accept(
                memory,
                SequenceClassifier.UNNUMBERED,
                0,
                1,
                model.rnn().config().channels(),
                values,
                results::add);
    }

    void end() {
        classifier.close(memory, results::add);
    }

    SequenceResult last() {
        return results.get(results.size() - 1);
    }
}
