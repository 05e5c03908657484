package dev.skipstream.flink;

import java.util.List;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records of the models topic in, models that the job can serve out; a refused one leaves by the side with a reason. */
final class DecodeModelsFunction extends CountingFunction<ModelRecord, ModelAnnouncement> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DecodeModelsFunction.class);
    private static final int ACCEPTED = 0;
    private static final int REFUSED = 1;
    private static final int IGNORED = 2; // of another name

    private final AnnouncementDecoder decoder;

    DecodeModelsFunction(AnnouncementDecoder decoder) {
        super(List.of("modelsAccepted", "modelsRefused", "modelsIgnored"));
        this.decoder = decoder;
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
            count(IGNORED);
            return;
        }
        count(ACCEPTED);
        out.collect(announcement);
    }

    private void refuse(KafkaRecord record, String reason, Context context) {
        count(REFUSED);
        RejectedRecord refused = RejectedRecord.of(record, reason);
        LOG.warn(
                "model at {}-{} offset {} is refused, the job goes on with those it has: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                refused.printableError());
        context.output(DecodeFunction.REJECTED, refused);
    }
}
