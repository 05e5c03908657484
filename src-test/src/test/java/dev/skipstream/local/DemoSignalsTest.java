package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoSignalsTest {
    private final DemoSignals signals = new DemoSignals(1);

    @Test
    void shouldKeepLastFewSequencesOfFirstFewSensorsUnderManyResults() {
        for (int sequence = 0; sequence < 2000; sequence++) {
            for (int sensor = 0; sensor < 50; sensor++) {
                send("s" + sensor, sequence, "target");
                signals.onResult(result("s" + sensor, sequence, "target"));
            }
        }
        assertEquals(0, signals.waiting());
        List<DemoSignals.Sensor> sensors = signals.sensors();
        assertEquals(DemoSignals.SENSORS, sensors.size());
        for (DemoSignals.Sensor sensor : sensors) {
            assertEquals(2000, sensor.results());
            assertEquals(
                    List.of(1999L, 1998L, 1997L, 1996L),
                    sensor.sequences().stream().map(DemoSignals.Seen::sequence).toList());
        }
    }

    @Test
    void shouldForgetOldestSignalsWhenNoResultComes() {
        for (int sequence = 0; sequence < 5000; sequence++) {
            send("a", sequence, "target");
            send("b", sequence, "target");
        }
        assertEquals(2 * DemoSignals.WAITING, signals.waiting());
        signals.onResult(result("a", 5000 - DemoSignals.WAITING - 1, "target"));
        assertEquals(0, signals.sensors().get(0).results(), "too old");
        signals.onResult(result("a", 5000 - DemoSignals.WAITING, "target"));
        assertEquals(1, signals.sensors().get(0).results());
    }

    @Test
    void shouldPassOverResultsOfSignalsNeverSent() {
        signals.onResult(result("never", 0, "target"));
        send("a", 0, "target");
        signals.onResult(result("a", 1, "target"));
        signals.onResult(JsonNodeFactory.instance.objectNode());
        assertEquals(1, signals.waiting());
        assertEquals(0, signals.sensors().get(0).results());
    }

    @Test
    void shouldHoldResultAgainstTruth() {
        send("a", 7, "target");
        signals.onResult(result("a", 7, "distractor"));
        DemoSignals.Sensor sensor = signals.sensors().get(0);
        assertEquals(0, sensor.right());
        assertEquals("target", sensor.sequences().get(0).truth());
        assertEquals("distractor", sensor.sequences().get(0).label());
    }

    @Test
    void shouldTellHowManySamplesBeforeTheEndTheResultLeft() {
        send("a", 7, "target");
        signals.onResult(result("a", 7, "target")); // the last used is at 80 of 0 … 99
        assertEquals(19, newest().early());
        send("a", 8, "target");
        signals.onResult(result("a", 8, "target").put("complete", false));
        assertEquals(-1, newest().early());
    }

    @Test
    void shouldTakeResultOfHeadWithoutLabels() {
        send("a", 0, "target");
        ObjectNode result = result("a", 0, "");
        result.remove(List.of("label", "probability"));
        signals.onResult(result);
        assertEquals("", newest().label());
        assertTrue(Double.isNaN(newest().probability()));
    }

    private DemoSignals.Seen newest() {
        return signals.sensors().get(0).sequences().get(0);
    }

    private void send(String sensor, long sequence, String label) {
        signals.onSequence(sensor, sequence, new SensorSignals.Signal(new float[100], label));
    }

    private static ObjectNode result(String sensor, long sequence, String label) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("sensor", sensor)
                .put("sequence", sequence)
                .put("firstSeq", 100 * sequence)
                .put("lastSeq", 100 * sequence + 99)
                .put("startTime", 1_700_000_000_000L)
                .put("endTime", 1_700_000_000_080L)
                .put("label", label)
                .put("probability", 0.9f)
                .put("samples", 100)
                .put("updates", 14)
                .put("complete", true);
    }
}
