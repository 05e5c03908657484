package dev.skipstream.bench;

import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The split of a source that has none: each of its readers makes its own records. */
final class NoSplit implements SourceSplit {
    private NoSplit() {}

    @Override
    public String splitId() {
        return "none";
    }

    static <E> SimpleVersionedSerializer<E> serializer() {
        return new Nothing<>();
    }

    private static final class Nothing<E> implements SimpleVersionedSerializer<E> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(E nothing) {
            return new byte[0];
        }

        @Override
        public E deserialize(int version, byte[] bytes) {
            return null;
        }
    }

    /** Hands out nothing. */
    static final class Enumerator implements SplitEnumerator<NoSplit, Void> {
        @Override
        public void start() {
            // nothing to look for
        }

        @Override
        public void handleSplitRequest(int subtask, String host) {
            // there are none
        }

        @Override
        public void addSplitsBack(List<NoSplit> splits, int subtask) {
            // there were none
        }

        @Override
        public void addReader(int subtask) {
            // readers need nothing
        }

        @Override
        public Void snapshotState(long checkpoint) {
            return null;
        }

        @Override
        public void close() {
            // nothing was opened
        }
    }
}
