package dev.skipstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class IdleSensorTest {
    private static final SequenceRules RULES = new SequenceRules(20, 60_000).withIdleTimeout(1_000);

    @Test
    void shouldCloseAndForgetASensorWhoseTimerFiresTwiceWithoutASample() {
        Sensor sensor = Gated.everyFourth(RULES);
        sensor.send(0, 3, Gated.SAMPLES);
        sensor.memory.take();
        assertTrue(sensor.idle());
        assertEquals("1/1 0/0/0", sensor.memory.take(), "the mark");
        sensor.send(3, 1, Gated.SAMPLES);
        assertEquals("1/1 0/0/0", sensor.memory.take(), "a skipped sample takes the mark away");
        sensor.send(2, 1, Gated.SAMPLES);
        assertEquals("1/0 0/0/0", sensor.memory.take(), "the next one writes nothing");
        assertTrue(sensor.idle());
        assertEquals(0, sensor.results.size());
        assertFalse(sensor.idle());
        assertFalse(sensor.last().complete());
        assertEquals(0, sensor.last().missing());
        assertTrue(sensor.memory.isEmpty());
        assertFalse(sensor.idle(), "a timer of a sensor that is forgotten");
        assertEquals(1, sensor.results.size());
    }

    @Test
    void shouldEndWaitsOfAnIdleSensor() {
        Sensor sensor = Gated.everyFourth(RULES.withMaxLateness(100));
        sensor.send(3, 1, Gated.SAMPLES);
        assertTrue(sensor.idle());
        assertFalse(sensor.idle());
        assertEquals(1, sensor.counters.used);
        assertEquals(0, sensor.counters.buffered);
        assertEquals(3, sensor.last().lastSeq());
        assertEquals(1, sensor.last().missing(), "0 was passed");
        assertTrue(sensor.memory.isEmpty());
    }

    @Test
    void shouldForgetASensorWithoutOpenSequenceSilently() {
        Sensor sensor = Gated.everyFourth(RULES);
        sensor.send(0, 20, Gated.SAMPLES);
        sensor.idle();
        sensor.idle();
        assertEquals(1, sensor.results.size());
        assertTrue(sensor.memory.isEmpty());
    }
}
