package dev.skipstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Samples that wait for a needed one before them; they come every ms, needed are every fourth of twenty. */
class MaxLatenessTest {
    private static final long LATENESS_MS = 30;

    private static Sensor sensor() {
        return Gated.everyFourth(new SequenceRules(20, 60_000).withMaxLateness(LATENESS_MS));
    }

    private static float[] outputs(SequenceResult result) {
        return result.classification().outputs();
    }

    @Test
    void shouldTakeWhatWaitedWhenTheNeededSampleComes() {
        Sensor clean = sensor();
        clean.send(0, 20, Gated.SAMPLES);
        Sensor sensor = sensor();
        sensor.send(0, 4, Gated.SAMPLES);
        sensor.send(9, 11, Gated.SAMPLES);
        sensor.send(5, 4, Gated.SAMPLES);
        assertEquals(15, sensor.counters.buffered);
        assertEquals(1, sensor.counters.used);
        sensor.send(4, 1, Gated.SAMPLES);
        assertEquals(0, sensor.counters.buffered);
        assertTrue(sensor.last().complete());
        assertEquals(0, sensor.last().missing());
        assertArrayEquals(outputs(clean.last()), outputs(sensor.last()));
    }

    @Test
    void shouldWaitForTheFirstSampleOfASequenceEvenOfASensorNeverSeen() {
        Sensor sensor = sensor();
        sensor.send(23, 2, Gated.SAMPLES);
        sensor.send(3, 1, Gated.SAMPLES);
        assertEquals(3, sensor.counters.buffered);
        sensor.send(20, 1, Gated.SAMPLES); // later than 3, which waits
        assertEquals(4, sensor.counters.buffered);
        sensor.send(0, 1, Gated.SAMPLES);
        assertEquals(1, sensor.counters.used);
        assertEquals(1, sensor.counters.skipped);
        assertEquals(3, sensor.counters.buffered, "4 is needed next");
        sensor.end();
        assertEquals(0, sensor.counters.buffered);
        assertEquals(2, sensor.results.size());
        assertEquals(1, sensor.results.get(0).missing());
        assertEquals(0, sensor.results.get(1).missing());
        assertFalse(sensor.results.get(1).complete());
        assertTrue(sensor.memory.isEmpty());
    }

    @Test
    void shouldWaitUntilTheGreatestTimeIsLaterByMoreThanTheLateness() {
        Sensor sensor = sensor();
        sensor.send(0, 1, Gated.SAMPLES);
        sensor.send(6, 1, Gated.SAMPLES);
        sensor.sendAt(7, 6 + LATENESS_MS, 1, Gated.SAMPLES);
        assertEquals(2, sensor.counters.buffered);
        sensor.sendAt(8, 6 + LATENESS_MS + 1, 1, Gated.SAMPLES);
        assertEquals(0, sensor.counters.buffered);
        assertEquals(2, sensor.counters.used, "0, and 6 in place of 4");
        sensor.send(4, 1, Gated.SAMPLES);
        assertEquals(1, sensor.counters.late);
        sensor.send(9, 11, Gated.SAMPLES);
        assertEquals(1, sensor.last().missing());
    }

    @Test
    void shouldTakeTheLowestWhenTheMostSamplesWait() {
        Sensor sensor = Gated.everyFourth(SequenceRules.of(0, 0, null, 60_000).withMaxLateness(Long.MAX_VALUE));
        sensor.sendPacket(0, 0, 1, new float[1]);
        sensor.sendPacket(6, 6, 1, new float[SequenceRules.MAX_BUFFERED - 1]);
        assertEquals(SequenceRules.MAX_BUFFERED - 1, sensor.counters.buffered);
        assertEquals(1, sensor.counters.used);
        sensor.sendPacket(6 + SequenceRules.MAX_BUFFERED, 7 + SequenceRules.MAX_BUFFERED, 1, new float[1]);
        assertTrue(sensor.counters.used > 1_000, "6 is taken, and what it lets through");
        assertEquals(1, sensor.last().missing());
    }

    @Test
    void shouldTouchNothingMoreThanWithoutLatenessWhileNothingWaits() {
        Sensor sensor = sensor();
        sensor.send(0, 1, Gated.SAMPLES);
        assertEquals("1/1 0/1/0", sensor.memory.take(), "the first sample");
        sensor.send(1, 1, Gated.SAMPLES);
        assertEquals("1/0 0/0/0", sensor.memory.take(), "a skipped sample");
        sensor.send(5, 1, Gated.SAMPLES);
        assertEquals("1/1 0/0/0 +1", sensor.memory.take(), "one that waits is added, without reading others");
        sensor.send(6, 1, Gated.SAMPLES);
        assertEquals("1/1 0/0/0 +1", sensor.memory.take(), "another");
        sensor.send(2, 1, Gated.SAMPLES);
        assertEquals("1/0 0/0/0", sensor.memory.take(), "a skipped sample while others wait");
        sensor.send(4, 1, Gated.SAMPLES);
        assertEquals("1/1 1/1/0 +2", sensor.memory.take(), "the wait ends: they are read and forgotten");
        sensor.send(8, 1, Gated.SAMPLES);
        assertEquals("1/1 1/1/0", sensor.memory.take(), "an update");
    }

    @Test
    void shouldEndEveryWaitWhenADeviceRestarts() {
        Sensor sensor = sensor();
        sensor.send(0, 1, Gated.SAMPLES);
        sensor.send(6, 2, Gated.SAMPLES);
        sensor.sendAt(0, 100_000, 1, Gated.SAMPLES);
        assertEquals(1, sensor.results.size());
        assertEquals(6, sensor.last().lastSeq());
        assertEquals(1, sensor.last().missing());
        assertEquals(3, sensor.counters.used);
        assertEquals(0, sensor.counters.buffered);
    }

    @Test
    void shouldNotLetUnnumberedSamplesWait() {
        Sensor sensor = sensor();
        sensor.sendUnnumbered(Arrays.copyOf(Gated.SAMPLES, 7));
        sensor.sendUnnumbered(Arrays.copyOfRange(Gated.SAMPLES, 7, 20));
        assertEquals(0, sensor.counters.buffered);
        assertTrue(sensor.last().complete());
    }
}
