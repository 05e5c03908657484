package dev.skipstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RandomNetworks;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.rnn.SkipRnn;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SequenceClassifierTest {
    private static final int T = 20;

    /** A network whose Δũ is always 0.125: it needs samples 0, 4, 8, 12, 16 of a sequence. */
    private static Sensor everyFourth() {
        RnnConfig config = new RnnConfig(
                CellKind.SKIP_GRU, 1, List.of(5), HeadKind.SOFTMAX, 2, List.of("a", "b"), false, T, 1, false, 0);
        RnnWeights weights = RandomNetworks.weights(new SplittableRandom(1), config, 3);
        Arrays.fill(weights.data("update.weight"), 0);
        weights.data("update.bias")[0] = (float) StrictMath.log(0.13 / 0.87);
        return new Sensor(config, weights, new SequenceRules(T, 60_000));
    }

    private static final float[] SAMPLES = RandomNetworks.samples(new SplittableRandom(2), 400, 1);

    private static float[] predict(Sensor sensor, long sequence) {
        SkipRnn rnn = sensor.model.rnn();
        RnnState state = rnn.newState();
        rnn.run(Arrays.copyOfRange(SAMPLES, (int) sequence * T, (int) (sequence + 1) * T), T, state);
        return rnn.classify(state).outputs();
    }

    private static void assertEqualsPredict(Sensor sensor, SequenceResult result) {
        assertTrue(result.complete());
        assertEquals(0, result.missing());
        assertArrayEquals(
                predict(sensor, result.sequence()), result.classification().outputs());
    }

    @Test
    void shouldGiveTheResultAtTheLastNeededSample() {
        Sensor sensor = everyFourth();
        for (int seq = 0; seq < 16; seq++) {
            sensor.send(seq, 1, SAMPLES);
        }
        assertEquals(0, sensor.results.size());
        sensor.send(16, 1, SAMPLES);
        SequenceResult result = sensor.last();
        assertEqualsPredict(sensor, result);
        assertEquals(0, result.firstSeq());
        assertEquals(19, result.lastSeq());
        assertEquals(0, result.startTime());
        assertEquals(16, result.endTime());
        assertEquals(5, result.updates());
        for (int seq = 17; seq < 20; seq++) {
            sensor.send(seq, 1, SAMPLES);
        }
        assertEquals(1, sensor.results.size());
        assertEquals(5, sensor.counters.used);
        assertEquals(15, sensor.counters.skipped);
        assertEquals(20, sensor.counters.samples());
    }

    @Test
    void shouldNotTouchHiddenStateWhenSampleIsSkipped() {
        Sensor sensor = everyFourth();
        sensor.send(0, 1, SAMPLES);
        assertEquals("1/1 0/1/0", sensor.memory.take(), "the first sample of a sequence");
        for (int seq : new int[] {1, 2, 3, 2, 1}) {
            sensor.send(seq, 1, SAMPLES);
            assertEquals("1/0 0/0/0", sensor.memory.take(), "a skipped sample");
        }
        sensor.send(4, 1, SAMPLES);
        assertEquals("1/1 1/1/0", sensor.memory.take(), "an update");
        sensor.send(4, 1, SAMPLES);
        assertEquals("1/0 0/0/0", sensor.memory.take(), "a repeat of a used sample");
        sensor.send(5, 11, SAMPLES);
        assertEquals("1/1 1/1/0", sensor.memory.take(), "a packet of two updates");
        sensor.send(16, 1, SAMPLES);
        assertEquals("1/1 1/0/1", sensor.memory.take(), "the last update, with its result");
        sensor.send(17, 3, SAMPLES);
        assertEquals("1/0 0/0/0", sensor.memory.take(), "the rest of the sequence");
        sensor.send(20, 60, SAMPLES);
        assertEquals("1/1 0/0/0", sensor.memory.take(), "a packet of whole sequences");
        assertEquals(4, sensor.results.size());
        assertFalse(sensor.memory.holdsHidden());
        sensor.send(80, 1, SAMPLES);
        sensor.memory.take();
        sensor.send(100, 1, SAMPLES);
        assertEquals("1/1 1/1/1", sensor.memory.take(), "closing an open sequence and beginning the next");
    }

    @Test
    void shouldLetALaterSampleUpdateInPlaceOfALostNeededOne() {
        Sensor sensor = everyFourth();
        sensor.send(0, 4, SAMPLES);
        sensor.send(6, 1, SAMPLES); // 4 was needed: 6 updates, and 10 is needed next
        sensor.send(4, 1, SAMPLES); // comes afterwards: late, takes nothing back
        assertEquals(1, sensor.counters.late);
        sensor.send(7, 12, SAMPLES); // updates at 10, 14, 18
        SequenceResult result = sensor.last();
        assertEquals(5, result.updates());
        assertEquals(1, result.missing());
        assertTrue(result.complete());
        assertEquals(18, result.endTime());
        assertEquals(19, result.lastSeq());
    }

    @Test
    void shouldCloseAnOpenSequenceAtTheFirstSampleOfALaterOne() {
        Sensor sensor = everyFourth();
        sensor.send(0, 6, SAMPLES);
        sensor.send(63, 1, SAMPLES);
        SequenceResult closed = sensor.last();
        assertFalse(closed.complete());
        assertEquals(1, closed.missing());
        assertEquals(0, closed.sequence());
        assertEquals(4, closed.lastSeq());
        assertEquals(2, closed.updates());
        assertEquals(4, closed.endTime());
        sensor.send(64, 16, SAMPLES);
        SequenceResult joined = sensor.last();
        assertEquals(3, joined.sequence());
        assertEquals(60, joined.firstSeq());
        assertEquals(63, joined.startTime());
        assertEquals(1, joined.missing());
        assertFalse(joined.complete());
        assertEquals(79, joined.lastSeq()); // 63, 67, 71, 75, 79
    }

    @Test
    void shouldJoinASequenceInItsMiddleAndNotCallItComplete() {
        Sensor sensor = everyFourth();
        sensor.send(45, 15, SAMPLES); // 45, 49, 53, 57
        SequenceResult result = sensor.last();
        assertEquals(2, result.sequence());
        assertEquals(40, result.firstSeq());
        assertEquals(57, result.lastSeq());
        assertEquals(1, result.missing());
        assertFalse(result.complete());
        sensor.send(60, 20, SAMPLES);
        assertEqualsPredict(sensor, sensor.last());
    }

    @Test
    void shouldBeginAnewWhenADeviceRestarts() {
        Sensor sensor = everyFourth();
        sensor.send(20, 6, SAMPLES);
        sensor.sendAt(0, 60_024, 1, SAMPLES); // exactly the restart gap after the last used one (24): late
        assertEquals(1, sensor.counters.late);
        sensor.sendAt(0, 60_025, 20, SAMPLES);
        SequenceResult closed = sensor.results.get(0);
        assertFalse(closed.complete());
        assertEquals(0, closed.missing());
        assertEquals(24, closed.lastSeq());
        SequenceResult anew = sensor.results.get(1);
        assertEqualsPredict(sensor, anew);
        assertEquals(0, anew.sequence());
        assertEquals(60_025, anew.startTime());
    }

    @Test
    void shouldCountUnnumberedSamplesInTheOrderOfArrival() {
        Sensor numbered = everyFourth();
        Sensor unnumbered = everyFourth();
        numbered.send(0, 100, SAMPLES);
        for (int from = 0; from < 100; from += 5) {
            unnumbered.sendUnnumbered(Arrays.copyOfRange(SAMPLES, from, from + 5));
        }
        assertEquals(5, unnumbered.results.size());
        for (int k = 0; k < 5; k++) {
            assertEqualsPredict(unnumbered, unnumbered.results.get(k));
            assertEquals(
                    numbered.results.get(k).updates(), unnumbered.results.get(k).updates());
        }
    }

    @Test
    void shouldCloseOpenSequencesAtTheEndOfTheInput() {
        Sensor sensor = everyFourth();
        sensor.end();
        assertEquals(0, sensor.results.size());
        sensor.send(0, 10, SAMPLES);
        sensor.end();
        assertFalse(sensor.last().complete());
        assertEquals(0, sensor.last().missing());
        assertEquals(8, sensor.last().lastSeq());
        assertFalse(sensor.memory.holdsHidden());
        sensor.end();
        assertEquals(1, sensor.results.size());
    }

    @Test
    void shouldRoundSampleTimesInAPacketDown() {
        Sensor sensor = everyFourth();
        new SequenceClassifier(
                        new SequenceRules(T, 60_000),
                        new ServedModels() {
                            @Override
                            public ServedModel starting(long time) {
                                return sensor.model;
                            }

                            @Override
                            public ServedModel running(long id) {
                                return sensor.model;
                            }
                        },
                        sensor.counters)
                .accept(sensor.memory, 0, 1_000, 0.29, 1, Arrays.copyOf(SAMPLES, T), sensor.results::add);
        assertEquals(1_004, sensor.last().endTime()); // 16 · 0.29 = 4.64
    }
}
