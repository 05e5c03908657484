package dev.skipstream.flink;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Results in, records of the result topic out. One that the topic would refuse for its size (a model of very many
 * outputs) is logged with its sensor and sequence, counted and dropped, so that it cannot stop the stream.
 */
final class EncodeFunction extends ProcessFunction<ClassifiedSequence, ResultRecord> implements CheckpointedFunction {
    /** Name of the count of results dropped. */
    static final String DROPPED = "resultsDropped";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(EncodeFunction.class);

    private final String topic;
    private final int maxBytes;

    private transient long dropped;
    private transient CheckpointedCounts counts;

    /**
     * @param topic of the results, for the log
     * @param maxBytes greatest batch that both the producer sends and the topic takes
     */
    EncodeFunction(String topic, int maxBytes) {
        this.topic = topic;
        this.maxBytes = maxBytes;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        dropped = 0;
        counts = new CheckpointedCounts(
                List.of(DROPPED),
                () -> new long[] {dropped},
                earlier -> dropped += earlier[0],
                context,
                getRuntimeContext());
    }

    @Override
    public void processElement(ClassifiedSequence result, Context context, Collector<ResultRecord> out) {
        ResultRecord record =
                new ResultRecord(result.sensor().getBytes(StandardCharsets.UTF_8), ResultJson.encode(result));
        long size = BatchSize.of(record.key(), record.value(), List.of());
        if (size <= maxBytes) {
            out.collect(record);
            return;
        }
        dropped++;
        LOG.error(
                "result of {} bytes of sensor {} sequence {} does not fit topic {} (at most {} bytes) and is dropped",
                size,
                result.sensor().replaceAll("\\p{Cntrl}", "?"),
                result.sequence(),
                topic,
                maxBytes);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        counts.snapshot();
    }

    @Override
    public void close() {
        if (counts != null) {
            counts.report(getRuntimeContext());
        }
    }
}
