package dev.skipstream.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * What was measured in a row, for the JSON object. What does not apply is null.
 *
 * @param operator {@link JobCase.Operator} in small letters, or what runs without a job
 * @param model {@link BenchModels} knows it by this name
 * @param backend {@code hashmap} or {@code rocksdb}
 * @param keys sensors
 * @param parallelism subtasks, or threads without a job
 * @param source {@code generated} or {@code kafka}
 * @param format of the records: {@code decoded} in advance, {@code json}, {@code csv} or {@code packed}
 * @param packet samples a record
 */
record RowFacts(
        String operator,
        String model,
        String backend,
        Integer keys,
        int parallelism,
        String source,
        String format,
        Integer packet) {
    static RowFacts of(JobCase job) {
        return new RowFacts(
                job.operator().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                job.operator() == JobCase.Operator.PASS ? null : job.model(),
                job.backend(),
                job.keys(),
                job.parallelism(),
                job.input() == JobCase.Input.KAFKA ? "kafka" : "generated",
                switch (job.input()) {
                    case SAMPLES -> "decoded";
                    case PACKED -> "packed";
                    case JSON, KAFKA -> "json";
                },
                job.packet());
    }

    /** Something of a model alone, on one thread. */
    static RowFacts ofModel(String operator, String model) {
        return new RowFacts(operator, model, null, null, 1, "generated", "decoded", null);
    }

    void addTo(ObjectNode row) {
        row.put("operator", operator)
                .put("model", model)
                .put("backend", backend)
                .put("keys", keys)
                .put("parallelism", parallelism)
                .put("source", source)
                .put("format", format)
                .put("packet", packet);
    }
}
