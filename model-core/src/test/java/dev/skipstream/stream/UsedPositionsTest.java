package dev.skipstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.rnn.HeadKind;
import org.junit.jupiter.api.Test;

class UsedPositionsTest {
    private static Sensor sensor(SequenceRules rules) {
        return Gated.everyFourth(rules.withUsed(true));
    }

    @Test
    void shouldNameUsedSamplesByTheirPlaceInTheSequence() {
        Sensor sensor = sensor(new SequenceRules(20, 60_000));
        sensor.send(20, 6, Gated.SAMPLES);
        sensor.send(26, 14, Gated.SAMPLES);
        assertArrayEquals(new long[] {0, 4, 8, 12, 16}, sensor.last().used());
        sensor.send(43, 5, Gated.SAMPLES);
        sensor.end();
        assertArrayEquals(new long[] {3, 7}, sensor.last().used(), "joined at the fourth");
        assertTrue(sensor.memory.isEmpty());
    }

    @Test
    void shouldOnlyAddToWhatIsRemembered() {
        Sensor sensor = sensor(new SequenceRules(20, 60_000));
        sensor.send(0, 1, Gated.SAMPLES);
        assertEquals("1/1 0/1/0 +1", sensor.memory.take(), "an update");
        sensor.send(1, 1, Gated.SAMPLES);
        assertEquals("1/0 0/0/0", sensor.memory.take(), "a skipped sample");
        sensor.send(2, 12, Gated.SAMPLES);
        assertEquals("1/1 1/1/0 +1", sensor.memory.take(), "a packet of three updates");
        sensor.send(16, 1, Gated.SAMPLES);
        assertEquals("1/1 1/0/1 +2", sensor.memory.take(), "the result: read once and forgotten");
        sensor.send(20, 20, Gated.SAMPLES);
        assertEquals("1/1 0/0/0", sensor.memory.take(), "a sequence in one packet");
    }

    @Test
    void shouldCountFromTheFirstSeenWherePausesEndSequences() {
        Sensor sensor = sensor(SequenceRules.of(0, 50, null, 60_000));
        sensor.send(7, 9, Gated.SAMPLES);
        sensor.end();
        assertArrayEquals(new long[] {0, 4, 8}, sensor.last().used());
    }

    @Test
    void shouldNameNoneOfEndlessSequences() {
        Sensor sensor = sensor(SequenceRules.of(0, 0, null, 60_000));
        sensor.send(0, 9, Gated.SAMPLES);
        assertEquals(0, sensor.last().used().length);
    }

    @Test
    void shouldNameNoneWhereTheyAreTooMany() {
        Sensor sensor = Gated.of(SequenceRules.of(0, 50, null, 60_000).withUsed(true), 0.9, HeadKind.SOFTMAX);
        int packet = 1 << 12;
        for (int seq = 0; seq < UsedPositions.MOST; seq += packet) {
            sensor.sendPacket(seq, seq, 1, new float[packet]);
        }
        sensor.sendPacket(UsedPositions.MOST, UsedPositions.MOST, 1, new float[2]);
        sensor.end();
        assertEquals(UsedPositions.MOST + 2, sensor.last().updates());
        assertEquals(0, sensor.last().used().length);
        assertTrue(sensor.memory.isEmpty());
    }
}
