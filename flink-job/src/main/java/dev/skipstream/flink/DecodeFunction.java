package dev.skipstream.flink;

import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka records in, sensor records out; what cannot be understood leaves by the side with a reason. */
final class DecodeFunction extends CountingFunction<KafkaRecord, SensorRecord> {
    /** Names of the counts: read = accepted + rejected. */
    static final List<String> COUNTS = List.of("recordsRead", "recordsAccepted", "recordsRejected");

    static final OutputTag<RejectedRecord> REJECTED = new OutputTag<>("rejected") {
        private static final long serialVersionUID = 1L;
    };

    private static final long serialVersionUID = 1L;
    private static final int READ = 0;
    private static final int ACCEPTED = 1;
    private static final int REFUSED = 2;
    private static final Logger LOG = LoggerFactory.getLogger(DecodeFunction.class);

    private final RecordFormat format;
    private final SampleShape shape;

    private transient RecordDecoder decoder;
    private transient boolean told; // of a first rejected record

    DecodeFunction(RecordFormat format, SampleShape shape) {
        super(COUNTS);
        this.format = format;
        this.shape = shape;
    }

    @Override
    public void open(OpenContext context) {
        decoder = RecordDecoder.of(format, shape);
    }

    @Override
    public void processElement(KafkaRecord record, Context context, Collector<SensorRecord> out) {
        count(READ);
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
        count(ACCEPTED);
        out.collect(decoded);
    }

    private void reject(KafkaRecord record, String error, Context context) {
        count(REFUSED);
        RejectedRecord rejected = RejectedRecord.of(record, error);
        if (!told) {
            told = true;
            LOG.warn(
                    "record at {}-{} offset {} is rejected: {} (further ones: see the rejected topic)",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    rejected.printableError());
        }
        context.output(REJECTED, rejected);
    }
}
