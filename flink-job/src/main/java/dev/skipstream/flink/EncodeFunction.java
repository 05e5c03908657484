package dev.skipstream.flink;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Results in, records of the result topic out. One that the topic would refuse for its size (a model of very many
 * outputs) is counted and dropped, so that it cannot stop the stream; a first one is logged with its sensor and sequence.
 */
final class EncodeFunction extends CountingFunction<ClassifiedSequence, ResultRecord> {
    /** Name of the count of results dropped. */
    static final String DROPPED = "resultsDropped";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(EncodeFunction.class);

    private final String topic;
    private final int maxBytes;

    private transient boolean told; // of a first dropped result

    /**
     * @param topic of the results, for the log
     * @param maxBytes greatest batch that both the producer sends and the topic takes
     */
    EncodeFunction(String topic, int maxBytes) {
        super(List.of(DROPPED));
        this.topic = topic;
        this.maxBytes = maxBytes;
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
        count(0);
        if (!told) {
            told = true;
            LOG.error(
                    "result of {} bytes of sensor {} sequence {} does not fit topic {} (at most {} bytes) and is dropped"
                            + " (further ones: see the metric {})",
                    size,
                    result.sensor().replaceAll("\\p{Cntrl}", "?"),
                    result.sequence(),
                    topic,
                    maxBytes,
                    DROPPED);
        }
    }
}
