package dev.skipstream.bench;

import dev.skipstream.bench.JobCase.Input;
import dev.skipstream.bench.JobCase.Operator;
import java.util.ArrayList;
import java.util.List;

/** Which jobs are compared with which. */
final class JobTables {
    static final String PASS = "(a) reads one small state";
    static final String SHIPPED = "shipped model, LSTM 32";
    static final String SKIP = "Skip GRU 110";
    static final String SKIP_EARLY = "Skip GRU 110, first 5";
    static final String SHIPPED_CACHED = "shipped, cached";
    static final String SKIP_CACHED = "Skip GRU 110, cached";
    static final String PLAIN = "(b) GRU 110, no skipping";
    static final String ONNX = "(c) GRU 110, ONNX Runtime a sample";
    static final String NAIVE = "(d) naive Skip GRU 110";
    static final String NO_MODEL = "the job without its model";

    /** The model of (b). */
    static final String PLAIN_MODEL = "gru-110";

    private static final String HEAP = "hashmap";
    private static final String ROCKSDB = "rocksdb";
    private static final int MANY = 1_000_000; // keys

    private JobTables() {}

    private static JobCase pass() {
        return JobCase.of(PASS, Operator.PASS, "shipped");
    }

    private static JobCase shipped() {
        return JobCase.of(SHIPPED, Operator.SKIP_RNN, "shipped");
    }

    private static JobCase skip() {
        return JobCase.of(SKIP, Operator.SKIP_RNN, "skip-gru-110");
    }

    private static JobCase skipEarly() {
        return JobCase.of(SKIP_EARLY, Operator.SKIP_RNN, "skip-gru-110-first-5");
    }

    private static JobCase plain() {
        return JobCase.of(PLAIN, Operator.SKIP_RNN, PLAIN_MODEL);
    }

    private static JobCase onnx() {
        return JobCase.of(ONNX, Operator.ONNX, "skip-gru-110");
    }

    private static JobCase naive() {
        return JobCase.of(NAIVE, Operator.NAIVE, "skip-gru-110");
    }

    /**
     * Every combination of peers, backend, number of keys and parallelism; the short form leaves the slow peers out on two
     * cores and with a million keys, the million keys on two cores, and the cache on the heap.
     */
    static List<JobPart> tables(boolean full) {
        List<JobPart> parts = new ArrayList<>();
        List<JobCase> all = List.of(pass(), shipped(), skip(), skipEarly(), plain(), onnx(), naive());
        List<JobCase> few = full ? all : List.of(pass(), shipped(), skip());
        for (String backend : List.of(HEAP, ROCKSDB)) {
            String name = backend.equals(HEAP) ? "heap" : "rocksdb";
            boolean cached = full || backend.equals(ROCKSDB);
            parts.add(table(name, backend, 1000, 1, cached ? withCached(all) : all));
            parts.add(table(name + "2", backend, 1000, 2, few));
            parts.add(table(name + "Million", backend, MANY, 1, few));
            if (full) {
                parts.add(table(name + "Million2", backend, MANY, 2, all));
            }
        }
        parts.add(packets(full));
        return parts;
    }

    /** And the operator with all sensors cached. */
    private static List<JobCase> withCached(List<JobCase> cases) {
        List<JobCase> all = new ArrayList<>(cases);
        all.add(JobCase.of(SHIPPED_CACHED, Operator.CACHED, "shipped"));
        all.add(JobCase.of(SKIP_CACHED, Operator.CACHED, "skip-gru-110"));
        return all;
    }

    private static JobPart table(String name, String backend, int keys, int parallelism, List<JobCase> cases) {
        String title = (backend.equals(HEAP) ? "heap" : "RocksDB") + ", " + (keys == MANY ? "1,000,000" : keys)
                + " keys, " + (parallelism == 1 ? "1 core" : parallelism + " cores");
        return new RatesPart(
                name,
                title,
                cases.stream()
                        .map(job -> job.on(backend).withKeys(keys).parallel(parallelism))
                        .toList());
    }

    /** Packets of 100 samples on one core: binary, JSON; with {@code full} also decoded in advance. */
    private static JobPart packets(boolean full) {
        List<Input> inputs =
                full ? List.of(Input.PACKED, Input.JSON, Input.SAMPLES) : List.of(Input.PACKED, Input.JSON);
        List<JobCase> cases = new ArrayList<>();
        for (JobCase job : List.of(pass(), shipped(), skip())) {
            for (Input input : inputs) {
                cases.add(job.named(packetName(job.name(), input)).packets(input, Signals.LENGTH));
            }
        }
        return new RatesPart("packets", "100 samples, heap, 1 core", cases);
    }

    static String packetName(String job, Input input) {
        return job
                + switch (input) {
                    case SAMPLES -> "";
                    case PACKED -> ", packed";
                    case JSON -> ", JSON";
                    case KAFKA -> ", Kafka";
                };
    }

    /** The whole job between Kafka topics, and the same with the model taken out. */
    static List<JobCase> kafka(String servers, int parallelism) {
        return List.of(
                pass().named(NO_MODEL).fromKafka(servers).parallel(parallelism),
                shipped().fromKafka(servers).parallel(parallelism),
                skip().fromKafka(servers).parallel(parallelism));
    }
}
