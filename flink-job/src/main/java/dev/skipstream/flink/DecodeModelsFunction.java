package dev.skipstream.flink;

import java.util.List;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records of the models topic in, models that the job can serve out; a refused one leaves by the side with a reason. */
final class DecodeModelsFunction extends ProcessFunction<ModelRecord, ModelAnnouncement>
        implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DecodeModelsFunction.class);
    private static final List<String> NAMES = List.of("modelsAccepted", "modelsRefused", "modelsIgnored");

    private final AnnouncementDecoder decoder;

    private transient long[] models; // accepted, refused, of another name
    private transient CheckpointedCounts counts;

    DecodeModelsFunction(AnnouncementDecoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        models = new long[NAMES.size()];
        counts = new CheckpointedCounts(NAMES, models::clone, this::add, context, getRuntimeContext());
    }

    private void add(long[] earlier) {
        for (int i = 0; i < models.length; i++) {
            models[i] += earlier[i];
        }
    }

    @Override
    public void processElement(ModelRecord record, Context context, Collector<ModelAnnouncement> out) {
        ModelAnnouncement announcement;
        try {
            announcement = decoder.decode(record);
        } catch (MalformedRecordException e) {
            refuse(record.record(), e.getMessage(), context);
            return;
        } catch (RuntimeException e) { // a parser's own fault must not stop the stream either
            refuse(record.record(), "model must be readable, found one that fails with " + e, context);
            return;
        }
        if (announcement == null) {
            models[2]++;
            return;
        }
        models[0]++;
        out.collect(announcement);
    }

    private void refuse(KafkaRecord record, String reason, Context context) {
        models[1]++;
        LOG.warn(
                "model at {}-{} offset {} is refused, the job goes on with those it has: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                reason);
        context.output(DecodeFunction.REJECTED, RejectedRecord.of(record, reason));
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
