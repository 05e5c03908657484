package dev.skipstream.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skipstream.rnn.PlainSkipRnn;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.SkipRnn;
import dev.skipstream.rnn.UpdateGate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenInferenceTest {
    static Stream<GoldenCase> cases() {
        return GoldenCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldGiveTheReferencesGatesExactlyAndItsOutputsTo1e5(GoldenCase golden) {
        RnnConfig config = golden.model().config();
        SkipRnn rnn = new SkipRnn(config, golden.model().weights());
        RnnState state = rnn.newState();
        int row = 0;
        for (int s = 0; s < golden.sequences().size(); s++) {
            float[] samples = golden.sequences().get(s);
            int length = samples.length / config.channels();
            rnn.reset(state);
            int used = 0;
            int last = 0;
            float increment = 0;
            for (int t = 0; t < length; t++) {
                float probability = t == 0 ? 1f : UpdateGate.probability(t - last, increment);
                boolean update = UpdateGate.updates(probability);
                double[] expected = golden.trace().get(row++);
                assertEquals(expected[2], probability, 1e-5, "u~ of sequence " + s + " step " + t);
                assertEquals(expected[3] == 1, update, "gate of sequence " + s + " step " + t);
                if (update) {
                    increment = rnn.step(samples, t * config.channels(), state);
                    last = t;
                    used++;
                }
            }
            assertEquals(golden.updates()[s], used);
            float[] stepped = rnn.classify(state).outputs();
            assertArrayEquals(golden.predictions().get(s), stepped, 1e-5f);
            assertEquals(used, rnn.run(samples, length, state), "whole sequence and single steps");
            assertArrayEquals(stepped, rnn.classify(state).outputs(), "whole sequence and single steps");
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldAgreeWithThePlainPath(GoldenCase golden) {
        RnnConfig config = golden.model().config();
        SkipRnn rnn = new SkipRnn(config, golden.model().weights());
        PlainSkipRnn plain = new PlainSkipRnn(config, golden.model().weights());
        RnnState state = rnn.newState();
        for (float[] samples : golden.sequences()) {
            rnn.reset(state);
            plain.reset();
            for (int t = 0; t < samples.length / config.channels(); t++) {
                float fast = rnn.step(samples, t * config.channels(), state);
                assertEquals(plain.step(samples, t * config.channels()), fast, 1e-6f);
            }
            assertArrayEquals(plain.outputs(), rnn.classify(state).outputs(), 2e-6f);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldWriteAModelThatReadsBackTheSame(GoldenCase golden) throws ModelFormatException {
        ModelFile model = golden.model();
        byte[] bytes = ModelFile.toBytes(model.config(), model.weights(), model.metadata());
        ModelFile again = ModelFile.parse(bytes, "again");
        assertEquals(model.config(), again.config());
        assertEquals(model.weights(), again.weights());
        assertEquals(model.stamp(), again.stamp());
        assertArrayEquals(bytes, ModelFile.toBytes(again.config(), again.weights(), again.metadata()));
    }
}
