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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
        for (long lateness : new long[] {0, 100}) {
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
                send(sensor, packet);
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

    static Stream<Options> rulesThatWait() {
        return rules().filter(options -> options.maxLatenessMs() > 0);
    }

    /** Samples come in another order, repeated, and those that nobody needs may be lost: nobody can tell. */
    @ParameterizedTest
    @MethodSource("rulesThatWait")
    void shouldGiveTheCleanResultsWhereNoNeededSampleIsLostOrTooLate(Options options) {
        for (int seed = 0; seed < STREAMS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RnnConfig config = network(random);
            RnnWeights weights = RandomNetworks.weights(random, config, random.nextDouble(6));
            List<List<Sample>> packets = clean(random, config.channels());
            Sensor clean = new Sensor(config, weights, options.rules());
            Set<Long> used = new HashSet<>();
            for (List<Sample> packet : packets) {
                for (Sample sample : packet) {
                    long before = clean.counters.used;
                    send(clean, List.of(sample));
                    if (clean.counters.used > before) {
                        used.add(sample.seq());
                    }
                }
            }
            clean.end();
            Sensor sensor = new Sensor(config, weights, options.rules());
            boolean maySkip = options.gapMs() == 0; // else every sample tells that there is no pause
            long sent = 0;
            for (List<Sample> packet : disordered(packets, random)) {
                boolean unneeded = packet.stream().noneMatch(sample -> used.contains(sample.seq()));
                if (maySkip && unneeded && random.nextInt(3) == 0) {
                    continue;
                }
                send(sensor, packet);
                sent += packet.size();
                assertEquals(sent, sensor.counters.samples());
            }
            sensor.end();
            assertEquals(
                    clean.results.stream().map(Result::of).toList(),
                    sensor.results.stream().map(Result::of).toList(),
                    "seed " + seed + " " + options);
            assertEquals(clean.counters.used, sensor.counters.used);
            assertEquals(0, sensor.counters.buffered);
        }
    }

    /** Packets of 1 to 5 samples with pauses between some. */
    private static List<List<Sample>> clean(SplittableRandom random, int channels) {
        List<List<Sample>> stream = new ArrayList<>();
        long seq = 0;
        long time = 1_000;
        for (int packets = 0; packets < 40; packets++) {
            List<Sample> packet = new ArrayList<>();
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                packet.add(new Sample(seq, time, RandomNetworks.samples(new SplittableRandom(seq), 1, channels)));
                seq++;
                time += PERIOD_MS;
            }
            stream.add(packet);
            time += random.nextInt(8) == 0 ? random.nextInt(100) : 0;
        }
        return stream;
    }

    /** The same packets, some twice, each later than its place by at most the lateness less the length of a packet. */
    private static List<List<Sample>> disordered(List<List<Sample>> packets, SplittableRandom random) {
        record Arrival(long time, List<Sample> packet) {}
        List<Arrival> arrivals = new ArrayList<>();
        arrivals.add(new Arrival(0, packets.get(0)));
        for (List<Sample> packet : packets.subList(1, packets.size())) {
            arrivals.add(new Arrival(packet.get(0).time() + random.nextInt(51), packet));
            if (random.nextInt(5) == 0) {
                arrivals.add(new Arrival(packet.get(0).time() + random.nextInt(400), packet));
            }
        }
        arrivals.sort(Comparator.comparingLong(Arrival::time));
        return arrivals.stream().map(Arrival::packet).toList();
    }

    private static void send(Sensor sensor, List<Sample> packet) {
        Sample first = packet.get(0);
        int channels = sensor.model.rnn().config().channels();
        sensor.sendPacket(first.seq(), first.time(), PERIOD_MS, values(packet, channels));
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
        int begun = 0; // packets before the last restart: none is delayed beyond it
        for (int packets = 0; packets < 60; packets++) {
            if (random.nextDouble() < paused) {
                time += random.nextInt(10) * 10;
            }
            if (random.nextInt(80) == 0) {
                seq = random.nextInt(4);
                time += random.nextInt(3) * 2_500 + random.nextInt(60);
                begun = stream.size();
            }
            List<Sample> packet = new ArrayList<>();
            for (int i = 1 + random.nextInt(longest); i > 0; i--) {
                packet.add(new Sample(seq, time, RandomNetworks.samples(new SplittableRandom(seq), 1, channels)));
                seq++;
                time += PERIOD_MS;
            }
            if (random.nextDouble() >= lost) {
                int back = random.nextDouble() < delayed ? random.nextInt(Math.min(7, stream.size() - begun + 1)) : 0;
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
