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
    static final String PLAIN = "(b) GRU 110, no skipping";
    static final String ONNX = "(c) GRU 110, ONNX Runtime a sample";
    static final String NAIVE = "(d) naive Skip GRU 110";
    static final String NO_MODEL = "the job without its model";

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

    private static JobCase plain() {
        return JobCase.of(PLAIN, Operator.SKIP_RNN, "gru-110");
    }

    private static JobCase onnx() {
        return JobCase.of(ONNX, Operator.ONNX, "skip-gru-110");
    }

    private static JobCase naive() {
        return JobCase.of(NAIVE, Operator.NAIVE, "skip-gru-110");
    }

    /** Every combination of peers, backend, number of keys and parallelism; the short form leaves some out. */
    static List<JobPart> tables(boolean full) {
        List<JobPart> parts = new ArrayList<>();
        List<JobCase> all = List.of(pass(), shipped(), skip(), plain(), onnx(), naive());
        List<JobCase> few = full ? all : List.of(pass(), shipped(), skip());
        parts.add(table("heap", HEAP, 1000, 1, all));
        parts.add(table("rocksdb", ROCKSDB, 1000, 1, full ? all : List.of(pass(), shipped(), skip(), naive())));
        parts.add(table("heap2", HEAP, 1000, 2, few));
        parts.add(table("heapMillion", HEAP, MANY, 1, few));
        if (full) {
            parts.add(table("rocksdb2", ROCKSDB, 1000, 2, all));
            parts.add(table("heapMillion2", HEAP, MANY, 2, all));
            parts.add(table("rocksdbMillion", ROCKSDB, MANY, 1, all));
            parts.add(table("rocksdbMillion2", ROCKSDB, MANY, 2, all));
        }
        parts.add(packets());
        return parts;
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

    /** Packets of 100 samples on one core: decoded in advance, binary, JSON. */
    private static JobPart packets() {
        List<JobCase> cases = new ArrayList<>();
        for (JobCase job : List.of(pass(), shipped(), skip())) {
            for (Input input : List.of(Input.SAMPLES, Input.PACKED, Input.JSON)) {
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
