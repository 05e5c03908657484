package dev.skipstream.flink;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka records in, sensor records out; what cannot be understood leaves by the side with a reason. */
final class DecodeFunction extends ProcessFunction<KafkaRecord, SensorRecord> implements CheckpointedFunction {
    static final OutputTag<RejectedRecord> REJECTED = new OutputTag<>("rejected") {
        private static final long serialVersionUID = 1L;
    };

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DecodeFunction.class);

    private final RecordFormat format;
    private final SampleShape shape;

    private transient RecordCounters counters;
    private transient CheckpointedCounts counts;
    private transient RecordDecoder decoder;
    private transient boolean told; // of a first rejected record

    DecodeFunction(RecordFormat format, SampleShape shape) {
        this.format = format;
        this.shape = shape;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        counters = new RecordCounters();
        counts = new CheckpointedCounts(
                RecordCounters.NAMES, counters::toArray, counters::add, context, getRuntimeContext());
    }

    @Override
    public void open(OpenContext context) {
        decoder = RecordDecoder.of(format, shape);
    }

    @Override
    public void processElement(KafkaRecord record, Context context, Collector<SensorRecord> out) {
        SensorRecord decoded;
        try {
            decoded = decoder.decode(record);
        } catch (MalformedRecordException e) {
            reject(record, e.getMessage(), context);
            return;
        } catch (RuntimeException e) { // a parser's own fault must not stop the stream either
            reject(record, "record must be readable, found one that fails with " + e, context);
            return;
        }
        counters.accepted++;
        out.collect(decoded);
    }

    private void reject(KafkaRecord record, String error, Context context) {
        counters.rejected++;
        RejectedRecord rejected = RejectedRecord.of(record, error);
        if (!told) {
            told = true;
            LOG.warn(
                    "record at {}-{} offset {} is rejected: {} (further ones: see the rejected topic)",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    rejected.error().replaceAll("\\p{Cntrl}", "?"));
        }
        context.output(REJECTED, rejected);
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
