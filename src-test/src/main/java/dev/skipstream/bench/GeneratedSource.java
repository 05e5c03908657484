package dev.skipstream.bench;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Simulated sensors that cost next to nothing: they take turns, each record holding the next samples of one. At first
 * every sensor gets one record that brings it to its phase (a packet, where records are packets), so that a job is in the
 * steady state from the start however many sensors there are. Runs and pauses as {@link RunControl} says. Nothing of it is checkpointed.
 */
final class GeneratedSource<T> implements Source<T, NoSplit, Void> {
    private static final long serialVersionUID = 1L;
    private static final int RECORDS_A_POLL = 64;

    private final RecordMaker<T> maker;
    private final int sensors;
    private final int packet;
    private final boolean wholePrefix;
    private final int parallelism;

    /**
     * @param packet samples a record
     * @param wholePrefix the first record holds the sensor's whole sequence up to its phase, not only the sample before it
     */
    GeneratedSource(RecordMaker<T> maker, int sensors, int packet, boolean wholePrefix, int parallelism) {
        this.maker = maker;
        this.sensors = sensors;
        this.packet = packet;
        this.wholePrefix = wholePrefix;
        this.parallelism = parallelism;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<T, NoSplit> createReader(SourceReaderContext context) {
        return new Reader(context.getIndexOfSubtask());
    }

    @Override
    public SplitEnumerator<NoSplit, Void> createEnumerator(SplitEnumeratorContext<NoSplit> context) {
        return new NoSplit.Enumerator();
    }

    @Override
    public SplitEnumerator<NoSplit, Void> restoreEnumerator(SplitEnumeratorContext<NoSplit> context, Void checkpoint) {
        return new NoSplit.Enumerator();
    }

    @Override
    public SimpleVersionedSerializer<NoSplit> getSplitSerializer() {
        return NoSplit.serializer();
    }

    @Override
    public SimpleVersionedSerializer<Void> getEnumeratorCheckpointSerializer() {
        return NoSplit.serializer();
    }

    private final class Reader implements SourceReader<T, NoSplit> {
        private final int subtask;
        private int sensor; // whose turn it is
        private long round = -1; // −1: the first records
        private long sent;

        Reader(int subtask) {
            this.subtask = subtask;
            sensor = subtask;
        }

        @Override
        public void start() {
            // nothing to open
        }

        @Override
        public InputStatus pollNext(ReaderOutput<T> output) throws InterruptedException {
            if (RunControl.isEnded()) {
                return InputStatus.END_OF_INPUT;
            }
            if (round >= 0 && !RunControl.isRunning()) {
                Thread.sleep(20);
                return InputStatus.MORE_AVAILABLE;
            }
            for (int i = 0; i < RECORDS_A_POLL; i++) {
                output.collect(next());
                sent++;
                sensor += parallelism;
                if (sensor >= sensors) {
                    sensor = subtask;
                    if (++round == 0) {
                        RunControl.filled(subtask);
                        break;
                    }
                }
            }
            RunControl.sent(subtask, sent);
            return InputStatus.MORE_AVAILABLE;
        }

        private T next() {
            if (packet > 1) {
                return maker.make(sensor, (round + 1) * packet, packet);
            }
            int phase = Signals.phase(sensor);
            if (round >= 0) {
                return maker.make(sensor, phase + 1 + round, 1);
            }
            return wholePrefix ? maker.make(sensor, 0, phase + 1) : maker.make(sensor, phase, 1);
        }

        @Override
        public List<NoSplit> snapshotState(long checkpoint) {
            return List.of();
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void addSplits(List<NoSplit> splits) {
            // there are none
        }

        @Override
        public void notifyNoMoreSplits() {
            // there were none
        }

        @Override
        public void close() {
            // nothing was opened
        }
    }
}
