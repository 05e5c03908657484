package dev.skipstream.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.skipstream.bench.JobCase.Input;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the job is to reach, against what it reached in this run. */
record JobTargets(List<Target> targets) {
    /**
     * @param what is compared
     * @param least it is to be
     * @param found NaN if it was not measured
     */
    record Target(String what, double least, double found) {}

    static JobTargets of(JobReport report) {
        List<Target> targets = new ArrayList<>();
        targets.add(new Target("heap: shipped / (a)", 0.9, ratio(report, "heap", JobTables.SHIPPED, JobTables.PASS)));
        targets.add(new Target("heap: Skip GRU 110 / (a)", 0.5, ratio(report, "heap", JobTables.SKIP, JobTables.PASS)));
        targets.add(new Target("heap: Skip GRU 110 / (b)", 3, ratio(report, "heap", JobTables.SKIP, JobTables.PLAIN)));
        targets.add(new Target(
                "heap: Skip GRU 110, first 5 / (a)", 0.5, ratio(report, "heap", JobTables.SKIP_EARLY, JobTables.PASS)));
        targets.add(new Target(
                "RocksDB: Skip GRU 110 / (a)", 0.5, ratio(report, "rocksdb", JobTables.SKIP, JobTables.PASS)));
        targets.add(new Target(
                "RocksDB: Skip GRU 110 / (d)", 3, ratio(report, "rocksdb", JobTables.SKIP, JobTables.NAIVE)));
        targets.add(new Target(
                "RocksDB: Skip GRU 110, first 5 / (d)",
                3,
                ratio(report, "rocksdb", JobTables.SKIP_EARLY, JobTables.NAIVE)));
        targets.add(new Target(
                "RocksDB: Skip GRU 110, cached / not cached",
                2,
                ratio(report, "rocksdb", JobTables.SKIP_CACHED, JobTables.SKIP)));
        targets.add(new Target(
                "Kafka JSON: shipped / without model",
                0.8,
                ratio(report, "kafka", JobTables.SHIPPED, JobTables.NO_MODEL)));
        targets.add(new Target(
                "Kafka JSON: Skip GRU 110 / without model",
                0.8,
                ratio(report, "kafka", JobTables.SKIP, JobTables.NO_MODEL)));
        targets.add(new Target("packets: Skip GRU 110, samples/s a core", 2e6, packets(report, JobTables.SKIP)));
        targets.add(new Target("packets: shipped, samples/s a core", 10e6, packets(report, JobTables.SHIPPED)));
        return new JobTargets(
                targets.stream().filter(target -> !Double.isNaN(target.found())).toList());
    }

    private static double ratio(JobReport report, String part, String ours, String theirs) {
        return report.value(part, ours, RatesPart.RATE) / report.value(part, theirs, RatesPart.RATE);
    }

    /** With the decoding of binary packets. */
    private static double packets(JobReport report, String job) {
        return report.value("packets", JobTables.packetName(job, Input.PACKED), RatesPart.SAMPLES);
    }

    void print(PrintWriter out) {
        out.println();
        for (Target target : targets) {
            out.printf(
                    Locale.ROOT,
                    "%-44s at least %,13.2f, found %,13.2f  %s%n",
                    target.what(),
                    target.least(),
                    target.found(),
                    target.found() >= target.least() ? "holds" : "MISSED");
        }
    }

    void addTo(ArrayNode array) {
        for (Target target : targets) {
            array.addObject()
                    .put("what", target.what())
                    .put("least", target.least())
                    .put("found", target.found())
                    .put("holds", target.found() >= target.least());
        }
    }
}
