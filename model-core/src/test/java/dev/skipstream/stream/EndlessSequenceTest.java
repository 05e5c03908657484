package dev.skipstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One sequence without end; needed is every fourth sample. */
class EndlessSequenceTest {
    private static SequenceRules rules(Emission emission) {
        return SequenceRules.of(0, 0, emission, 60_000);
    }

    @Test
    void shouldGiveAResultAtEveryUpdate() {
        Sensor sensor = Gated.everyFourth(rules(null));
        sensor.send(6, 10, Gated.SAMPLES); // 6, 10, 14
        sensor.send(16, 3, Gated.SAMPLES); // 18
        assertEquals(4, sensor.results.size());
        RnnState state = sensor.model.rnn().newState();
        for (int i = 0; i < 4; i++) {
            SequenceResult result = sensor.results.get(i);
            sensor.model.rnn().step(Gated.SAMPLES, 6 + 4 * i, state);
            assertArrayEquals(
                    sensor.model.rnn().classify(state).outputs(),
                    result.classification().outputs());
            assertEquals(0, result.sequence());
            assertEquals(6, result.firstSeq());
            assertEquals(6 + 4 * i, result.lastSeq());
            assertEquals(6, result.startTime());
            assertEquals(6 + 4 * i, result.endTime());
            assertEquals(i + 1, result.updates());
            assertEquals(0, result.missing());
            assertFalse(result.complete());
        }
        sensor.end();
        assertEquals(4, sensor.results.size(), "the end says nothing new");
        assertEquals(4, sensor.counters.results());
        assertTrue(sensor.memory.isEmpty());
    }

    @Test
    void shouldNeverReadTheHiddenStateForASkippedSample() {
        Sensor sensor = Gated.everyFourth(rules(Emission.CHANGE));
        sensor.send(0, 1, Gated.SAMPLES);
        assertEquals("1/1 0/1/0", sensor.memory.take(), "the first sample");
        sensor.send(1, 3, Gated.SAMPLES);
        assertEquals("1/0 0/0/0", sensor.memory.take(), "skipped samples");
        sensor.send(4, 1, Gated.SAMPLES);
        assertEquals("1/1 1/1/0", sensor.memory.take(), "an update");
        sensor.end();
        assertEquals("1/1 0/0/1", sensor.memory.take(), "the end reads no hidden state: nothing is said of it");
    }

    @ParameterizedTest
    @EnumSource(
            value = HeadKind.class,
            names = {"SOFTMAX", "SIGMOID"})
    void shouldGiveAResultAtEveryChangeOfLabel(HeadKind head) {
        Sensor changes = Gated.of(rules(Emission.CHANGE), 0.4, head);
        Sensor updates = Gated.of(rules(Emission.UPDATE), 0.4, head);
        for (int seq = 0; seq < 400; seq++) {
            changes.send(seq, 1, Gated.SAMPLES);
        }
        updates.send(0, 400, Gated.SAMPLES);
        int expected = 0;
        for (int i = 0; i < updates.results.size(); i++) {
            SequenceResult result = updates.results.get(i);
            if (i > 0 && said(updates.results.get(i - 1), head).equals(said(result, head))) {
                continue;
            }
            assertEquals(result.lastSeq(), changes.results.get(expected).lastSeq());
            assertEquals(said(result, head), said(changes.results.get(expected), head));
            expected++;
        }
        assertEquals(expected, changes.results.size());
        assertTrue(expected > 5 && expected < updates.results.size(), "changes: " + expected);
    }

    private static List<Boolean> said(SequenceResult result, HeadKind head) {
        float[] p = result.classification().probabilities();
        return head == HeadKind.SIGMOID
                ? List.of(p[0] >= 0.5f, p[1] >= 0.5f)
                : List.of(result.classification().label() == 1);
    }

    @Test
    void shouldGoOnForEverWhenNoFurtherSampleIsNeeded() {
        Sensor sensor = Gated.of(rules(null), 1e-30, HeadKind.SOFTMAX);
        sensor.send(0, 400, Gated.SAMPLES);
        sensor.sendPacket(SequenceRules.MAX_SEQ - 1, 5, 1, new float[] {1});
        assertEquals(1, sensor.results.size());
        assertEquals(400, sensor.counters.skipped);
    }

    @Test
    void shouldBeginAnewWhenADeviceRestarts() {
        Sensor sensor = Gated.everyFourth(rules(null));
        sensor.send(50, 5, Gated.SAMPLES);
        sensor.sendAt(2, 70_000, 1, Gated.SAMPLES);
        assertEquals(3, sensor.results.size());
        assertEquals(0, sensor.last().sequence());
        assertEquals(2, sensor.last().firstSeq());
        assertEquals(1, sensor.last().updates());
        assertEquals(1, sensor.counters.incomplete);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, SEQUENCE", "10, 0, UPDATE", "10, 0, CHANGE", "10, 50, UPDATE", "-1, 0,", "0, -1,"})
    void shouldRefuseOptionsThatContradictEachOther(long length, long gapMs, Emission emission) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> SequenceRules.of(length, gapMs, emission, 60_000))
                .getMessage();
        assertTrue(message.matches("--(emit|sequence-length|sequence-gap) .*must .*, found .*"), message);
    }
}
