package dev.skipstream.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.SkipRnn;
import dev.skipstream.rnn.UpdateGate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchModelsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10, 50, 100})
    void shouldUseOneSampleInSoMany(int every) {
        ModelFile file = BenchModels.file("gate:skip-gru:8:" + 1.0 / every + ":1000");
        SkipRnn rnn = new SkipRnn(file.config(), file.weights());
        RnnState state = rnn.newState();
        for (float x = -1; x <= 1; x += 0.25f) {
            assertEquals(every, UpdateGate.samplesToNextUpdate(rnn.step(new float[] {x}, 0, state)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"skip-gru-110", "skip-gru-110-first-5"})
    void shouldHoldTrainedModelsThatUseAtMost17Samples(String name) {
        ModelFile file = BenchModels.file(name);
        assertEquals(List.of(110), file.config().units());
        assertTrue(Double.parseDouble(file.metadata().get("training.updates")) <= 17);
        assertTrue(Double.parseDouble(file.metadata().get("training.accuracy")) >= 0.99);
    }
}
