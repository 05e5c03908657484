package dev.skipstream.bench;

/**
 * One job to be measured.
 *
 * @param name what the table calls it, unique in its group
 * @param operator what runs between keyBy and sink
 * @param model {@link BenchModels} knows it by this name
 * @param input what the source makes
 * @param backend {@code hashmap} or {@code rocksdb}
 * @param keys sensors
 * @param parallelism subtasks of source and operator each; with 1 the whole JVM runs on one core
 * @param packet samples a record
 * @param servers Kafka's; empty without Kafka
 */
record JobCase(
        String name,
        Operator operator,
        String model,
        Input input,
        String backend,
        int keys,
        int parallelism,
        int packet,
        String servers) {
    /** What runs between keyBy and sink. */
    enum Operator {
        /** Skipstream's own. */
        SKIP_RNN,
        /** Skipstream's own, with all sensors cached. */
        CACHED,
        /** Reads one small state and passes the record on. */
        PASS,
        /** One state object a sensor, read and written at every record; the candidate computed every time. */
        NAIVE,
        /** ONNX Runtime called at every sample, the hidden state read and written. */
        ONNX
    }

    /** Where records come from. */
    enum Input {
        /** Decoded records made in the source. */
        SAMPLES,
        /** JSON bytes made in the source and decoded by the job's decoder. */
        JSON,
        /** Packed bytes, likewise. */
        PACKED,
        /** JSON from a Kafka topic, results to another. */
        KAFKA
    }

    static JobCase of(String name, Operator operator, String model) {
        return new JobCase(name, operator, model, Input.SAMPLES, "hashmap", 1000, 1, 1, "");
    }

    JobCase named(String name) {
        return new JobCase(name, operator, model, input, backend, keys, parallelism, packet, servers);
    }

    JobCase on(String backend) {
        return new JobCase(name, operator, model, input, backend, keys, parallelism, packet, servers);
    }

    JobCase withKeys(int keys) {
        return new JobCase(name, operator, model, input, backend, keys, parallelism, packet, servers);
    }

    JobCase parallel(int parallelism) {
        return new JobCase(name, operator, model, input, backend, keys, parallelism, packet, servers);
    }

    JobCase packets(Input input, int packet) {
        return new JobCase(name, operator, model, input, backend, keys, parallelism, packet, servers);
    }

    JobCase fromKafka(String servers) {
        return new JobCase(name, operator, model, Input.KAFKA, backend, keys, parallelism, packet, servers);
    }
}
