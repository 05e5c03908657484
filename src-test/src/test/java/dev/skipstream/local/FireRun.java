package dev.skipstream.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One fire: sensors stream, processes die, and the end is compared with what an undisturbed run says. */
final class FireRun implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SENSORS = 200;
    private static final int LENGTH = 100;
    private static final int PARTITIONS = 4;
    private static final int ROUND_MS = 50;

    /** Sensors that a subtask caches on RocksDB: about half of its own, so that all make place for others. */
    private static final int CACHED = 50;

    private static final String INPUT = "sensors";
    private static final String OUTPUT = "classifications";
    private static final String REJECTED = "rejected";
    private static final String MODELS = "models";

    /** Rounds from the announcement of a model to its effective-from: longer than a job takes to come back. */
    private static final int NOTICE_ROUNDS = 20_000 / ROUND_MS;

    /** Generous: a slow machine must not fail, only a job that does not come back. */
    private static final long DEADLINE_S = 300;

    private final FireStream stream;
    private final String backend;
    private final Random random;
    private final FireCluster cluster;
    private final FireModels models;
    private final Path home;
    private FireFeed feed;
    private FireWatch watch;

    private FireRun(Path home, long seed) throws IOException, InterruptedException {
        this.home = home;
        stream = new FireStream(seed, SENSORS, LENGTH);
        random = new Random(seed);
        models = FireModels.prepare(home);
        backend = seed % 2 == 1 ? "hashmap" : "rocksdb";
        cluster = FireCluster.prepare(home, Pom.ROOT.resolve("flink-job/target/flink-job.jar"), backend);
    }

    /** Starts everything and returns when results come. */
    static FireRun start(Path home, long seed) throws Exception {
        FireRun run = new FireRun(home, seed);
        try {
            run.begin();
            return run;
        } catch (Exception | Error e) {
            run.close();
            throw e;
        }
    }

    private void begin() throws Exception {
        KafkaCluster kafka = cluster.kafka;
        kafka.create(List.of(
                new Topic(INPUT, PARTITIONS),
                new Topic(OUTPUT, PARTITIONS),
                new Topic(REJECTED, 1),
                new Topic(MODELS, 1)));
        String first = models.first().toString();
        cluster.startFlink(
                "--bootstrap-servers",
                kafka.servers(),
                "--delivery",
                "exactly-once",
                "--group-id",
                "fire",
                "--model",
                first,
                "--models-topic",
                MODELS,
                "--cached-sensors",
                Integer.toString(backend.equals("rocksdb") ? CACHED : 0));
        feed = FireFeed.start(stream, kafka.servers(), INPUT, ROUND_MS);
        watch = FireWatch.start(kafka.servers(), OUTPUT, PARTITIONS);
        long begin = System.nanoTime();
        await("the job's first results", () -> watch.recovery(begin, stream, feed) > 0);
    }

    /** Kills so many processes at random moments, lets the stream end, and compares. */
    FireReport burn(int kills) throws Exception {
        List<FireCluster.Part> parts = new ArrayList<>();
        while (parts.size() < kills) { // every part in turn, in random order
            List<FireCluster.Part> all = new ArrayList<>(List.of(FireCluster.Part.values()));
            Collections.shuffle(all, random);
            parts.addAll(all);
        }
        List<Long> moments = new ArrayList<>();
        for (FireCluster.Part part : parts.subList(0, kills)) {
            pause(200 + random.nextInt(3000));
            if (part == FireCluster.Part.BROKER) { // two of three must be up, and know everything
                await("brokers in sync", () -> cluster.kafka.isInSync(List.of(INPUT, OUTPUT, REJECTED, MODELS)));
            }
            if (moments.size() == kills / 2) { // between a checkpoint and the crash
                models.announce(cluster.kafka.servers(), MODELS, feed.rounds() + NOTICE_ROUNDS);
            }
            long moment = System.nanoTime();
            moments.add(moment);
            cluster.killAndStart(part, random.nextInt(100));
            if (random.nextInt(3) > 0) { // else the next one is killed while this one comes back
                await("recovery from " + part, () -> watch.recovery(moment, stream, feed) > 0);
            }
        }
        List<FireReport.Kill> killed = new ArrayList<>();
        for (int i = 0; i < kills; i++) {
            long moment = moments.get(i);
            await("recovery from kill " + i, () -> watch.recovery(moment, stream, feed) > 0);
            killed.add(new FireReport.Kill(parts.get(i), watch.recovery(moment, stream, feed) / 1_000_000));
        }
        int served = models.effectiveRound() + 3 * LENGTH; // each sensor has begun a sequence with the second model
        await("samples of the second model", () -> feed.sentAt(served) > 0);
        int records = feed.end();
        long expected = 0;
        for (int sensor = 0; sensor < SENSORS; sensor++) {
            expected += feed.sequences(sensor);
        }
        long all = expected;
        await("all " + all + " results", () -> watch.count() >= all);
        Map<String, Long> counts = stopAndCount();
        FireVerdict verdict = new FireVerdict(home, cluster.kafka.servers(), stream, feed, models);
        verdict.compare(records, counts, INPUT, OUTPUT, REJECTED, MODELS);
        return new FireReport(
                stream.seed(),
                backend,
                killed,
                cluster.ownDeaths,
                records,
                (int) all,
                verdict.lost(),
                verdict.doubled());
    }

    /** Ends the job in order, as {@code flink stop --drain} does; its counters come from its result. */
    private Map<String, Long> stopAndCount() throws Exception {
        String[] job = new String[1];
        await("the running job", () -> {
            JsonNode jobs = read(cluster.rest("/jobs")).path("jobs");
            for (JsonNode one : jobs) {
                job[0] = one.path("status").asText().equals("RUNNING")
                        ? one.path("id").asText()
                        : job[0];
            }
            return job[0] != null;
        });
        String savepoints = home.resolve("savepoints").toUri().toString();
        await("the end of the job", () -> {
            String status = read(cluster.rest("/jobs/" + job[0])).path("state").asText();
            if (status.equals("RUNNING")) { // again, should the first one have failed
                cluster.rest(
                        "/jobs/" + job[0] + "/stop", "{\"drain\":true,\"targetDirectory\":\"" + savepoints + "\"}");
                pause(3000);
            }
            return status.equals("FINISHED");
        });
        Map<String, Long> counts = new LinkedHashMap<>();
        for (JsonNode one :
                read(cluster.rest("/jobs/" + job[0] + "/accumulators")).path("user-task-accumulators")) {
            counts.put(one.path("name").asText(), one.path("value").asLong());
        }
        return counts;
    }

    private static JsonNode read(String json) throws IOException {
        return json.startsWith("{") ? JSON.readTree(json) : JSON.createObjectNode();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + DEADLINE_S * 1_000_000_000;
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + " must come within " + DEADLINE_S + " s" + cluster.logs());
            }
            pause(100);
        }
    }

    private void pause(long ms) throws IOException, InterruptedException {
        for (long end = System.nanoTime() + ms * 1_000_000; System.nanoTime() < end; ) {
            cluster.supervise();
            Thread.sleep(50);
        }
    }

    @Override
    public void close() {
        cluster.close(); // first, that nothing outlives a failure of the others
        if (feed != null) {
            feed.close();
        }
        if (watch != null) {
            watch.close();
        }
    }
}
