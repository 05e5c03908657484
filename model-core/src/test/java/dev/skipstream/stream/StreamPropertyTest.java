package dev.skipstream.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.RandomNetworks;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.rnn.SkipRnn;
import dev.skipstream.rnn.UpdateGate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamPropertyTest {
    private static final int SEQUENCES = 6;

    /** Which samples of one sequence the network needs. */
    private static boolean[] needed(SkipRnn rnn, float[] samples, int length) {
        boolean[] needed = new boolean[length];
        RnnState state = rnn.newState();
        long n = 0;
        for (long t = 0; t < length; t = n == UpdateGate.NEVER ? length : t + n) {
            needed[(int) t] = true;
            n = UpdateGate.samplesToNextUpdate(
                    rnn.step(samples, (int) t * rnn.config().channels(), state));
        }
        return needed;
    }

    /**
     * Loses, repeats and delays samples of skipped spans, repeats needed ones, and cuts the stream into packets at
     * random: every result is the whole sequence's, bit for bit, and every sample is counted once.
     */
    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldGiveTheCleanResultsWhateverHappensToSkippedSamples(CellKind cell) {
        for (int seed = 0; seed < 150; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int length = 1 + random.nextInt(40);
            RnnConfig config = RandomNetworks.config(random, cell, length);
            RnnWeights weights = RandomNetworks.weights(random, config, random.nextDouble(8));
            Sensor sensor = new Sensor(config, weights, new SequenceRules(length, 60_000));
            float[] samples = RandomNetworks.samples(random, SEQUENCES * length, config.channels());
            long sent = disturbAndSend(sensor, samples, length, random);

            assertEquals(SEQUENCES, sensor.results.size(), "seed " + seed);
            assertEquals(sent, sensor.counters.samples(), "seed " + seed);
            SkipRnn rnn = sensor.model.rnn();
            RnnState state = rnn.newState();
            for (int k = 0; k < SEQUENCES; k++) {
                SequenceResult result = sensor.results.get(k);
                int width = length * config.channels();
                int used = rnn.run(Arrays.copyOfRange(samples, k * width, (k + 1) * width), length, state);
                assertEquals(k, result.sequence());
                assertEquals(used, result.updates());
                assertTrue(result.complete());
                assertEquals(0, result.missing());
                assertArrayEquals(
                        rnn.classify(state).outputs(), result.classification().outputs());
            }
            assertFalse(sensor.memory.holdsHidden());
        }
    }

    private static long disturbAndSend(Sensor sensor, float[] samples, int length, SplittableRandom random) {
        int channels = sensor.model.rnn().config().channels();
        List<Integer> delayed = new ArrayList<>();
        long sent = 0;
        for (int k = 0; k < SEQUENCES; k++) {
            boolean[] needed = needed(
                    sensor.model.rnn(),
                    Arrays.copyOfRange(samples, k * length * channels, (k + 1) * length * channels),
                    length);
            for (int t = 0; t < length; ) {
                int seq = k * length + t;
                if (!needed[t] && random.nextInt(4) == 0) {
                    if (random.nextBoolean()) {
                        delayed.add(seq);
                    }
                    t++;
                    continue;
                }
                int packet = 1;
                while (t + packet < length && random.nextInt(3) > 0) {
                    packet++;
                }
                sensor.send(seq, packet, samples);
                sent += packet;
                if (random.nextInt(4) == 0) {
                    sensor.send(seq, packet, samples);
                    sent += packet;
                }
                if (!delayed.isEmpty() && random.nextInt(3) == 0) {
                    sensor.send(delayed.remove(random.nextInt(delayed.size())), 1, samples);
                    sent++;
                }
                t += packet;
            }
        }
        return sent;
    }

    /** Loses any samples: packets and single samples still decide the same, and every result is accounted for. */
    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldDecideTheSameForPacketsAndSingleSamplesWhateverIsLost(CellKind cell) {
        for (int seed = 0; seed < 150; seed++) {
            SplittableRandom random = new SplittableRandom(1_000 + seed);
            int length = 1 + random.nextInt(30);
            RnnConfig config = RandomNetworks.config(random, cell, length);
            RnnWeights weights = RandomNetworks.weights(random, config, random.nextDouble(8));
            Sensor packets = new Sensor(config, weights, new SequenceRules(length, 60_000));
            Sensor singles = new Sensor(config, weights, new SequenceRules(length, 60_000));
            int total = SEQUENCES * length;
            float[] samples = RandomNetworks.samples(random, total, config.channels());
            for (int seq = random.nextInt(length); seq < total; ) {
                int packet = Math.min(total - seq, 1 + random.nextInt(2 * length));
                packets.send(seq, packet, samples);
                for (int i = 0; i < packet; i++) {
                    singles.send(seq + i, 1, samples);
                }
                seq += packet + (random.nextBoolean() ? random.nextInt(length) : 0);
            }
            packets.end();
            singles.end();
            assertEquals(singles.results.size(), packets.results.size());
            for (int i = 0; i < singles.results.size(); i++) {
                SequenceResult one = singles.results.get(i);
                SequenceResult other = packets.results.get(i);
                assertArrayEquals(
                        one.classification().outputs(), other.classification().outputs());
                assertEquals(one.missing(), other.missing());
                assertEquals(one.complete(), other.complete());
                assertEquals(one.lastSeq(), other.lastSeq());
                assertEquals(one.updates(), other.updates());
                assertEquals(one.endTime(), other.endTime());
            }
            assertEquals(singles.counters.used, packets.counters.used);
            assertEquals(singles.counters.skipped, packets.counters.skipped);
            assertEquals(singles.counters.late, packets.counters.late);
            assertEquals(
                    singles.results.stream().mapToLong(SequenceResult::updates).sum(), singles.counters.used);
        }
    }
}
