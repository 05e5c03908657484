package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.skipstream.data.FrequencyTask;
import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.SkipRnn;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DemoStateJsonTest {
    private static final String NAME = "<script>alert(1)</script> \"süd\" & \u2028";

    private final DemoState demo = new DemoState(new DemoState.Facts(10, 1, 100));
    private final float[] signal = FrequencyTask.signal(5.5, 1, 1, 100);

    @Test
    void shouldGiveSignalWithTheSamplesItsModelUses() throws IOException {
        ModelFile model = SmallModel.of(1, 100);
        SkipRnn rnn = new SkipRnn(model.config(), model.weights());
        int updates = rnn.run(signal, 100, rnn.newState());
        classify(updates);
        JsonNode state = json(model);
        assertTrue(state.path("drawn").asBoolean());
        JsonNode sensor = state.path("shown").path(0);
        assertEquals(NAME, sensor.path("name").asText());
        JsonNode sequence = sensor.path("sequences").path(0);
        assertEquals(100, sequence.path("values").size());
        assertEquals(signal[30], sequence.path("values").path(30).asDouble(), 0.0005);
        assertTrue(updates > 5 && updates < 50, "a model that skips, found " + updates + " updates");
        assertEquals(updates, sequence.path("used").size());
        assertEquals(0, sequence.path("used").path(0).asInt(-1));
        assertEquals("target", sequence.path("truth").asText());
        assertTrue(sequence.path("right").asBoolean());
    }

    @Test
    void shouldLeaveDrawingOutForModelOfAnotherShape() throws IOException {
        classify(14);
        for (ModelFile model : new ModelFile[] {SmallModel.of(2, 100), SmallModel.of(1, 50)}) {
            JsonNode state = json(model);
            assertFalse(state.path("drawn").asBoolean());
            assertEquals(0, state.path("shown").size());
            assertEquals(1, state.path("now").path(4).asInt(), "the figures stay");
        }
    }

    @Test
    void shouldDrawForModelOfAnyLengthWhichTheDemoCutsAtItsSignals() throws IOException {
        classify(14);
        assertTrue(json(SmallModel.of(1, 0)).path("drawn").asBoolean());
    }

    @Test
    void shouldGiveSumsOfSentAndAnswered() throws IOException {
        demo.phase("starting Kafka");
        assertEquals("starting Kafka", json(SmallModel.of(1, 100)).path("phase").asText());
        demo.sending(() -> 250);
        classify(14);
        JsonNode state = json(SmallModel.of(1, 100));
        assertEquals("running", state.path("phase").asText());
        assertEquals("small@1", state.path("model").asText());
        JsonNode now = state.path("now");
        int[] expected = {250, 100, 14, 1, 1}; // sent, answered, used, sequences, right
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], now.path(i + 1).asInt(), "sum " + i);
        }
    }

    @Test
    void shouldKeepTwoMinutesOfHistory() throws IOException {
        demo.sending(() -> 0);
        for (int second = 0; second < 1000; second++) {
            demo.tick();
        }
        assertEquals(
                DemoState.MOMENTS, json(SmallModel.of(1, 100)).path("history").size());
    }

    @Test
    void shouldNotBeMadeAnewForEveryoneWhoAsks() throws IOException {
        DemoStateJson json = new DemoStateJson(demo, new UsedSamples(SmallModel.of(1, 100)));
        json.get(); // the first one loads classes
        long begin = System.nanoTime();
        byte[] first = json.get();
        byte[] second = json.get();
        if (System.nanoTime() - begin < 100_000_000) { // else this machine has slept in between
            assertSame(first, second);
        }
    }

    private void classify(int updates) {
        demo.onSequence(NAME, 3, new SensorSignals.Signal(signal, "target"));
        demo.onResult(JsonNodeFactory.instance
                .objectNode()
                .put("sensor", NAME)
                .put("sequence", 3)
                .put("label", "target")
                .put("samples", 100)
                .put("updates", updates));
    }

    private JsonNode json(ModelFile model) throws IOException {
        return JsonMapper.builder().build().readTree(new DemoStateJson(demo, new UsedSamples(model)).get());
    }
}
