package dev.skipstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Sequences that a pause ends; samples come every ms, needed are every fourth from the first of a sequence. */
class PausedSequencesTest {
    private static final long GAP_MS = 50;

    private static Sensor anyLength() {
        return Gated.everyFourth(SequenceRules.of(0, GAP_MS, null, 60_000));
    }

    private static Sensor atMostTen() {
        return Gated.everyFourth(SequenceRules.of(10, GAP_MS, null, 60_000));
    }

    @Test
    void shouldEndASequenceAtTheFirstSampleAfterAPause() {
        Sensor sensor = anyLength();
        sensor.sendAt(7, 1_000, 6, Gated.SAMPLES); // 7 and 11 are used, 12 is seen
        sensor.sendAt(13, 1_005 + GAP_MS, 1, Gated.SAMPLES); // a pause of D: none
        assertEquals(0, sensor.results.size());
        sensor.sendAt(14, 1_005 + 2 * GAP_MS + 1, 1, Gated.SAMPLES);
        SequenceResult result = sensor.last();
        assertEquals(0, result.sequence());
        assertEquals(7, result.firstSeq());
        assertEquals(13, result.lastSeq());
        assertEquals(1_000, result.startTime());
        assertEquals(1_004, result.endTime(), "of the last used sample, 11");
        assertEquals(2, result.updates());
        assertEquals(0, result.missing());
        assertTrue(result.complete());
        sensor.end();
        assertEquals(1, sensor.last().sequence());
        assertEquals(14, sensor.last().firstSeq());
        assertFalse(sensor.last().complete(), "the end of the input is no pause");
        assertTrue(sensor.memory.isEmpty());
    }

    @Test
    void shouldCountANeededSampleThatTheNextSequencePasses() {
        Sensor sensor = anyLength();
        sensor.sendAt(0, 0, 3, Gated.SAMPLES); // 4 is needed next
        sensor.sendAt(4, 1_000, 1, Gated.SAMPLES);
        assertEquals(0, sensor.last().missing(), "4 is there, in the next sequence");
        sensor.sendAt(9, 2_000, 1, Gated.SAMPLES); // 8 was needed
        assertEquals(1, sensor.last().missing());
        assertTrue(sensor.last().complete());
    }

    @Test
    void shouldEndASequenceTSamplesAfterItsFirstAndSkipItsTail() {
        Sensor sensor = atMostTen();
        sensor.sendAt(5, 5, 8, Gated.SAMPLES); // 5, 9
        assertEquals(0, sensor.results.size());
        sensor.sendAt(13, 13, 1, Gated.SAMPLES); // 13 is the last needed of 5 … 14
        SequenceResult result = sensor.last();
        assertEquals(5, result.firstSeq());
        assertEquals(13, result.lastSeq(), "the last seen");
        assertFalse(result.complete(), "no pause ended it");
        assertEquals(0, result.missing());
        sensor.sendAt(14, 14, 40, Gated.SAMPLES);
        assertEquals(3, sensor.counters.used);
        assertEquals(1, sensor.results.size());
        sensor.sendAt(54, 53 + GAP_MS + 1, 9, Gated.SAMPLES);
        assertEquals(2, sensor.results.size());
        assertEquals(1, sensor.last().sequence());
        assertEquals(54, sensor.last().firstSeq());
    }

    @Test
    void shouldCloseASequenceWhoseLastNeededSampleIsLostAndSkipItsTail() {
        Sensor sensor = atMostTen();
        sensor.sendAt(0, 0, 6, Gated.SAMPLES); // 0, 4; 8 is needed next
        sensor.sendAt(30, 30, 1, Gated.SAMPLES);
        SequenceResult result = sensor.last();
        assertEquals(1, result.missing());
        assertEquals(5, result.lastSeq());
        assertFalse(result.complete());
        assertEquals(2, sensor.counters.used, "no sequence begins before a pause");
        assertEquals(5, sensor.counters.skipped);
    }

    @Test
    void shouldFindPausesBetweenTheSamplesOfAPacket() {
        Sensor sensor = anyLength();
        sensor.sendPacket(0, 0, GAP_MS + 0.25, Arrays.copyOf(Gated.SAMPLES, 12)); // pauses of 50, 50, 50, 51 ms
        sensor.end();
        assertEquals(3, sensor.results.size());
        assertEquals(3, sensor.results.get(0).lastSeq());
        assertEquals(4, sensor.results.get(1).firstSeq());
    }

    @Test
    void shouldGoOnNumberingAfterARestart() {
        Sensor sensor = anyLength();
        sensor.sendAt(20, 0, 5, Gated.SAMPLES);
        sensor.sendAt(3, 10, 1, Gated.SAMPLES);
        assertEquals(1, sensor.counters.late);
        sensor.sendAt(3, 100_000, 1, Gated.SAMPLES);
        assertFalse(sensor.last().complete());
        assertEquals(24, sensor.last().lastSeq());
        sensor.end();
        assertEquals(1, sensor.last().sequence());
        assertEquals(3, sensor.last().firstSeq());
    }

    @Test
    void shouldWriteOnlyTheCursorForASkippedSample() {
        Sensor sensor = anyLength();
        sensor.send(0, 1, Gated.SAMPLES);
        sensor.memory.take();
        sensor.send(1, 1, Gated.SAMPLES);
        assertEquals("1/1 0/0/0", sensor.memory.take(), "a skipped sample: its time is remembered");
        sensor.send(1, 1, Gated.SAMPLES);
        assertEquals("1/0 0/0/0", sensor.memory.take(), "a repeat");
        sensor.send(0, 1, Gated.SAMPLES);
        assertEquals("1/0 0/0/0", sensor.memory.take(), "a late sample");
        sensor.send(2, 30, Gated.SAMPLES);
        assertEquals("1/1 1/1/0", sensor.memory.take(), "a packet");
        sensor.sendAt(32, 1_000, 1, Gated.SAMPLES);
        assertEquals("1/1 1/1/1", sensor.memory.take(), "a pause: the result, and the next sequence begins");
    }

    @Test
    void shouldNotOverflowAtTheEndsOfTime() {
        Sensor sensor = anyLength();
        sensor.sendAt(0, Long.MIN_VALUE, 1, Gated.SAMPLES);
        sensor.sendAt(1, Long.MAX_VALUE, 1, Gated.SAMPLES);
        assertEquals(1, sensor.results.size());
        sensor.sendPacket(2, Long.MAX_VALUE - 1, 1e300, Arrays.copyOf(Gated.SAMPLES, 3));
        sensor.sendAt(6, Long.MIN_VALUE, 1, Gated.SAMPLES);
        assertEquals(1, sensor.results.size(), "time goes back: no pause");
        Sensor never = Gated.everyFourth(SequenceRules.of(0, Long.MAX_VALUE, null, Long.MAX_VALUE));
        never.sendAt(0, 0, 1, Gated.SAMPLES);
        never.sendAt(1, Long.MAX_VALUE, 1, Gated.SAMPLES);
        never.sendAt(0, Long.MAX_VALUE, 1, Gated.SAMPLES);
        assertEquals(0, never.results.size());
    }
}
