package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.flink.SubtasksOnHarness.Setup;
import dev.skipstream.stream.SequenceClassifier;
import dev.skipstream.stream.SequenceRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random streams of twenty sensors through caches of one to four, with checkpoints, and savepoints that are restored on
 * either backend, at another parallelism, with another cache or none: results, counts and every byte of the state are
 * those of the same stream without a cache.
 */
class CachedSensorsPropertyTest {
    private static final int SEEDS = Integer.getInteger("skipstream.cache.seeds", 1);
    private static final int STEPS = 1_200;
    private static final int SENSORS = 20;
    private static final int T = 20;
    private static final long PERIOD_MS = 10;
    private static final int CHANNELS = Golden.model("skip_gru").config().channels();

    private static final Map<String, SequenceRules> RULES = Map.of(
            "sequences", new SequenceRules(T, 60_000),
            "late, idle and used",
                    new SequenceRules(T, 60_000)
                            .withMaxLateness(80)
                            .withIdleTimeout(600)
                            .withUsed(true),
            "pauses", SequenceRules.of(0, 300, null, 60_000).withMaxLateness(40).withUsed(true),
            "endless", SequenceRules.of(0, 0, null, 60_000).withIdleTimeout(2_000));

    static Stream<Arguments> streams() {
        return IntStream.range(0, SEEDS)
                .boxed()
                .flatMap(seed -> RULES.keySet().stream().sorted().map(rules -> Arguments.of(rules, seed)));
    }

    /** What a run shows: results in order, then each snapshot's state. */
    private record Shown(List<String> results, List<Map<String, List<String>>> states) {}

    @ParameterizedTest
    @MethodSource("streams")
    void shouldShowWhatItShowsWithoutACache(String rules, int seed) throws Exception {
        Shown expected = run(RULES.get(rules), seed, false);
        Shown found = run(RULES.get(rules), seed, true);
        assertEquals(expected.results, found.results);
        assertEquals(expected.states, found.states);
        assertTrue(expected.results.size() > 20 && expected.states.size() > 4, "it tests too little: " + expected);
    }

    /** The stream depends on the seed alone: the sizes of caches are drawn apart. */
    private static Shown run(SequenceRules rules, int seed, boolean cached) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        SplittableRandom sizes = new SplittableRandom(~seed);
        Shown shown = new Shown(new ArrayList<>(), new ArrayList<>());
        Feed feed = new Feed(random.split());
        Setup setup = setup(random, cached ? 1 + sizes.nextInt(4) : 0);
        SubtasksOnHarness subtasks = new SubtasksOnHarness(rules, setup, null, null);
        List<OperatorSnapshotFutures> unfinished = null;
        try {
            for (int step = 0; step < STEPS; step++) {
                int event = random.nextInt(1_000);
                if (event < 30) {
                    subtasks.watermark(feed.clock - random.nextInt(300));
                } else if (event < 34 && unfinished == null) {
                    unfinished = subtasks.beginCheckpoint();
                } else if (event < 44 && unfinished != null) { // after many more records
                    shown.states.add(subtasks.read(subtasks.finish(unfinished)));
                    unfinished = null;
                } else if (event < 48 && unfinished == null) {
                    OperatorSubtaskState savepoint = subtasks.savepoint();
                    shown.states.add(subtasks.read(savepoint));
                    shown.results.addAll(subtasks.takeResults());
                    subtasks.close();
                    Setup next = setup(random, cached ? sizes.nextInt(5) : 0);
                    subtasks = new SubtasksOnHarness(rules, next, savepoint, setup);
                    setup = next;
                } else {
                    feed.send(subtasks);
                }
            }
            shown.states.add(subtasks.read(subtasks.savepoint()));
            subtasks.watermark(Long.MAX_VALUE);
            shown.states.add(subtasks.read(subtasks.savepoint()));
            shown.results.addAll(subtasks.takeResults());
        } finally {
            subtasks.close();
        }
        return shown;
    }

    private static Setup setup(SplittableRandom random, int cached) {
        return new Setup(1 + random.nextInt(2), random.nextBoolean(), cached);
    }

    /** Some sensors send often, some hardly ever; samples get lost, repeated and swapped, devices pause and restart. */
    private static final class Feed {
        private final SplittableRandom random;
        private final long[] next = new long[SENSORS]; // seq
        private final long[] start = new long[SENSORS]; // time of seq 0, ms
        private long clock = 1_000_000; // Kafka's, ms

        Feed(SplittableRandom random) {
            this.random = random;
        }

        void send(SubtasksOnHarness subtasks) throws Exception {
            int sensor = Math.min(random.nextInt(SENSORS), random.nextInt(SENSORS));
            int samples = random.nextInt(4) == 0 ? 1 + random.nextInt(T) : 1;
            clock += random.nextInt(5);
            switch (random.nextInt(40)) {
                case 0 -> next[sensor] += 1 + random.nextInt(2 * T); // lost
                case 1 -> next[sensor] = Math.max(0, next[sensor] - random.nextInt(5)); // repeated
                case 2 -> start[sensor] += 400; // pauses
                case 3 -> {
                    next[sensor] = 0; // begins anew
                    start[sensor] += 100_000;
                }
                default -> {}
            }
            boolean swapped = random.nextInt(8) == 0;
            long seq = next[sensor] + (swapped ? samples : 0);
            send(subtasks, sensor, seq, samples);
            if (swapped) {
                send(subtasks, sensor, seq - samples, samples);
            }
            next[sensor] = Math.max(next[sensor], seq) + samples;
        }

        private void send(SubtasksOnHarness subtasks, int sensor, long seq, int samples) throws Exception {
            float[] values = new float[samples * CHANNELS];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextDouble(-2, 2);
            }
            boolean unnumbered = sensor % 7 == 6;
            subtasks.send(
                    new SensorRecord(
                            "s" + sensor,
                            unnumbered ? SequenceClassifier.UNNUMBERED : seq,
                            start[sensor] + seq * PERIOD_MS,
                            PERIOD_MS,
                            values),
                    clock);
        }
    }
}
