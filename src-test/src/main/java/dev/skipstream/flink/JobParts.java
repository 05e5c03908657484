package dev.skipstream.flink;

import dev.skipstream.format.ModelFormatException;
import dev.skipstream.stream.SequenceRules;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;

/** The job's own operators, for the benchmarks to run between a source and a sink of theirs. */
public final class JobParts {
    /** The job's default, ms. */
    private static final long RESTART_GAP_MS = 60_000;

    /** Greatest record of the topics, Kafka's default, bytes. */
    private static final int MAX_BYTES = 1 << 20;

    private JobParts() {}

    /**
     * The operator itself, serving this model.
     *
     * @param model the file's bytes
     * @throws ModelFormatException if they are no model
     */
    public static KeyedProcessFunction<String, SensorRecord, ClassifiedSequence> operator(byte[] model)
            throws ModelFormatException {
        return function(model);
    }

    /**
     * The operator itself, serving this model and caching so many sensors a subtask.
     *
     * @param model the file's bytes
     * @throws ModelFormatException if they are no model
     */
    public static SingleOutputStreamOperator<ClassifiedSequence> cached(
            KeyedStream<SensorRecord, String> records, byte[] model, int sensors) throws ModelFormatException {
        return records.transform(
                "skip-rnn",
                TypeInformation.of(ClassifiedSequence.class),
                new CachedSkipRnnOperator(function(model), sensors));
    }

    private static SkipRnnFunction function(byte[] model) throws ModelFormatException {
        ModelSource source = new ModelSource("the benchmark's model", model);
        return new SkipRnnFunction(StartingModels.only(source), rules(source), shape(source));
    }

    /** The job's decoder between source and keyBy, for samples of one channel. */
    public static SingleOutputStreamOperator<SensorRecord> decoded(
            DataStream<KafkaRecord> records, RecordFormat format) {
        return records.process(new DecodeFunction(format, new SampleShape(1, 0, 1)));
    }

    /** Turns a record's bytes into samples: what {@link #decoded} calls for each record. Belongs to one thread. */
    public interface Decoder {
        /** @throws IllegalArgumentException if the record is malformed */
        SensorRecord decode(KafkaRecord record);
    }

    /** The job's decoder alone, for samples of one channel. */
    public static Decoder decoder(RecordFormat format) {
        RecordDecoder decoder = RecordDecoder.of(format, new SampleShape(1, 0, 1));
        return record -> {
            try {
                return decoder.decode(record);
            } catch (MalformedRecordException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        };
    }

    /**
     * The whole job, from topic to topic.
     *
     * @param between runs between source and decoder
     * @param instead takes the operator's place; null: the operator itself
     */
    public static void kafka(
            StreamExecutionEnvironment env,
            JobOptions options,
            MapFunction<KafkaRecord, KafkaRecord> between,
            KeyedProcessFunction<String, SensorRecord, ClassifiedSequence> instead) {
        JobSetup setup = JobSetup.of(options);
        SingleOutputStreamOperator<SensorRecord> records = env.fromSource(
                        SkipRnnJob.source(setup), WatermarkStrategy.forMonotonousTimestamps(), "sensors")
                .map(between)
                .process(new DecodeFunction(options.format, setup.shape()));
        records.getSideOutput(DecodeFunction.REJECTED)
                .sinkTo(SkipRnnJob.sink(
                        setup, new RejectedSchema(options.rejectedTopic, MAX_BYTES), "rejected", MAX_BYTES));
        records.keyBy(SensorRecord::sensor)
                .process(instead == null ? new SkipRnnFunction(setup.models(), setup.rules(), setup.shape()) : instead)
                .process(new EncodeFunction(options.outputTopic, MAX_BYTES))
                .sinkTo(SkipRnnJob.sink(setup, new ResultSchema(options.outputTopic), "classifications", MAX_BYTES));
    }

    private static SequenceRules rules(ModelSource source) throws ModelFormatException {
        return new SequenceRules(source.parse().config().sequenceLength(), RESTART_GAP_MS);
    }

    private static SampleShape shape(ModelSource source) throws ModelFormatException {
        return SampleShape.of(source.parse().config());
    }
}
