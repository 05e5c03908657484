package dev.skipstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.RandomNetworks;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.stream.PlainSensor.Options;
import dev.skipstream.stream.PlainSensor.Result;
import dev.skipstream.stream.PlainSensor.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random streams under every kind of rules, against the rules told plainly. */
class RulesPropertyTest {
    private static final int STREAMS = 600;
    private static final long PERIOD_MS = 10;
    private static final long RESTART_GAP_MS = 5_000;
    private static final long GAP_MS = 45;

    static Stream<Options> rules() {
        List<Options> all = new ArrayList<>();
        for (long lateness : new long[] {0}) {
            all.add(new Options(12, 0, Emission.SEQUENCE, RESTART_GAP_MS, lateness));
            all.add(new Options(1, 0, Emission.SEQUENCE, RESTART_GAP_MS, lateness));
            all.add(new Options(0, GAP_MS, Emission.SEQUENCE, RESTART_GAP_MS, lateness));
            all.add(new Options(15, GAP_MS, Emission.SEQUENCE, RESTART_GAP_MS, lateness));
            all.add(new Options(0, GAP_MS, Emission.UPDATE, RESTART_GAP_MS, lateness));
            all.add(new Options(0, 0, Emission.UPDATE, RESTART_GAP_MS, lateness));
            all.add(new Options(0, 0, Emission.CHANGE, RESTART_GAP_MS, lateness));
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldDoWhatTheRulesSayInAnyMess(Options options) {
        long results = 0;
        for (int seed = 0; seed < STREAMS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RnnConfig config = network(random);
            RnnWeights weights = RandomNetworks.weights(random, config, random.nextDouble(6));
            Sensor sensor = new Sensor(config, weights, options.rules());
            PlainSensor plain = new PlainSensor(sensor.model.rnn(), options);
            long sent = 0;
            for (List<Sample> packet : mess(random, config.channels())) {
                packet.forEach(plain::accept);
                Sample first = packet.get(0);
                sensor.sendPacket(first.seq(), first.time(), PERIOD_MS, values(packet, config.channels()));
                sent += packet.size();
                assertEquals(sent, sensor.counters.samples());
            }
            assertEquals(plain.waiting.size(), sensor.counters.buffered, "waiting, seed " + seed);
            plain.end();
            sensor.end();
            assertEquals(
                    plain.results, sensor.results.stream().map(Result::of).toList(), "seed " + seed + " " + options);
            assertEquals(plain.used, sensor.counters.used, "used, seed " + seed);
            assertEquals(plain.skipped, sensor.counters.skipped, "skipped, seed " + seed);
            assertEquals(plain.late, sensor.counters.late, "late, seed " + seed);
            assertEquals(0, sensor.counters.buffered);
            assertTrue(sensor.memory.isEmpty(), "all is forgotten");
            results += plain.results.size();
        }
        assertTrue(results > STREAMS, "the streams give too little to compare: " + results);
    }

    private static RnnConfig network(SplittableRandom random) {
        while (true) {
            RnnConfig config = RandomNetworks.config(random, CellKind.values()[random.nextInt(4)], 0);
            if (!config.labels().isEmpty()) {
                return config;
            }
        }
    }

    /** Packets of a stream with pauses and restarts, of which some are lost, repeated or delayed. */
    private static List<List<Sample>> mess(SplittableRandom random, int channels) {
        double lost = random.nextInt(3) * 0.08;
        double delayed = random.nextInt(3) * 0.1;
        double repeated = random.nextInt(2) * 0.1;
        double paused = random.nextInt(3) * 0.05;
        int longest = 1 + random.nextInt(3) * random.nextInt(6);
        List<List<Sample>> stream = new ArrayList<>();
        long seq = random.nextInt(30);
        long time = 1_000;
        for (int packets = 0; packets < 60; packets++) {
            if (random.nextDouble() < paused) {
                time += random.nextInt(10) * 10;
            }
            if (random.nextInt(80) == 0) {
                seq = random.nextInt(4);
                time += random.nextInt(3) * 2_500 + random.nextInt(60);
            }
            List<Sample> packet = new ArrayList<>();
            for (int i = 1 + random.nextInt(longest); i > 0; i--) {
                packet.add(new Sample(seq, time, RandomNetworks.samples(new SplittableRandom(seq), 1, channels)));
                seq++;
                time += PERIOD_MS;
            }
            if (random.nextDouble() >= lost) {
                int back = random.nextDouble() < delayed ? random.nextInt(Math.min(7, stream.size() + 1)) : 0;
                stream.add(stream.size() - back, packet); // before others: these are delayed
                if (random.nextDouble() < repeated) {
                    stream.add(packet);
                }
            }
        }
        return stream;
    }

    private static float[] values(List<Sample> packet, int channels) {
        float[] values = new float[packet.size() * channels];
        for (int i = 0; i < packet.size(); i++) {
            System.arraycopy(packet.get(i).values(), 0, values, i * channels, channels);
        }
        return values;
    }
}
