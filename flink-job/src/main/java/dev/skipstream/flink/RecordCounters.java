package dev.skipstream.flink;

import java.util.List;

/** What became of every record: read = accepted + rejected. Belongs to one thread. */
final class RecordCounters {
    static final List<String> NAMES = List.of("recordsRead", "recordsAccepted", "recordsRejected");

    long accepted;
    long rejected;

    long[] toArray() {
        return new long[] {accepted + rejected, accepted, rejected};
    }

    void add(long[] counts) {
        accepted += counts[1];
        rejected += counts[2];
    }
}
