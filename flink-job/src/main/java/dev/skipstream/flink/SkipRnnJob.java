package dev.skipstream.flink;

import java.time.Duration;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.ProducerConfig;
import picocli.CommandLine;

/**
 * The job: sensor records from Kafka, one Skip RNN state a sensor, results to Kafka.
 *
 * <p>{@link #main} is what {@code flink run} and application mode call.
 */
public final class SkipRnnJob {
    /** Key groups: the bound of any later rescale, and part of every savepoint. */
    private static final int MAX_PARALLELISM = 1024;

    /** Kafka's own default for {@code max.request.size}. */
    private static final int PRODUCER_REQUEST_BYTES = 1 << 20;

    /** Kafka's own default for {@code buffer.memory}. */
    private static final long PRODUCER_BUFFER_BYTES = 32 << 20;

    /** Kafka's own default for {@code batch.size}. */
    private static final int PRODUCER_BATCH_BYTES = 16 << 10;

    /** A partition may be silent for so long before watermarks go on without it. */
    private static final long SHORTEST_IDLENESS_MS = 1_000;

    private static final long LONGEST_IDLENESS_MS = 60_000;

    private SkipRnnJob() {}

    /**
     * Builds and executes the job on the cluster that runs this program.
     *
     * @throws IllegalArgumentException for bad options, in one sentence
     */
    public static void main(String[] args) throws Exception {
        JobOptions options = new JobOptions();
        try {
            new CommandLine(options).parseArgs(args);
        } catch (CommandLine.ParameterException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        Prepared job = prepare(options, new Configuration(), System.err::println);
        JobExecutionResult result = job.env.execute(job.name);
        if (result.isJobExecutionResult()) { // else it was only submitted (flink run -d, application mode) and has
            // counted nothing yet
            job.end.commit();
            JobCounts counts = JobCounts.of(result);
            System.out.println(options.json ? counts.toJson() : counts.toText());
        }
    }

    /** The same as {@link #submit(JobOptions, Configuration, Consumer)}, with what a person should know on stderr. */
    public static JobClient submit(JobOptions options, Configuration defaults) throws Exception {
        return submit(options, defaults, System.err::println).client();
    }

    /**
     * Checks everything, builds the job and submits it, without waiting for its end. With a models topic and no model of
     * its own it first waits for one there.
     *
     * @param defaults settings of Flink's that {@code -D} options override
     * @param notes takes what a person should know meanwhile, a line each
     * @throws IllegalArgumentException for options that do not fit, in one sentence
     * @throws IllegalStateException if Kafka does not answer or lacks a topic
     * @throws InterruptedException if the thread is interrupted while it waits for a model
     */
    public static SubmittedJob submit(JobOptions options, Configuration defaults, Consumer<String> notes)
            throws Exception {
        Prepared job = prepare(options, defaults, notes);
        return new SubmittedJob(job.env.executeAsync(job.name), job.end);
    }

    private record Prepared(StreamExecutionEnvironment env, String name, InputEnd end) {}

    private static Prepared prepare(JobOptions options, Configuration defaults, Consumer<String> notes)
            throws InterruptedException {
        JobSetup setup = JobSetup.of(options);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(FlinkSettings.of(options.flink, defaults));
        KafkaSettings kafka = new KafkaSettings(options.bootstrapServers, options.kafkaProperties);
        boolean transactional = options.delivery == JobOptions.Delivery.EXACTLY_ONCE;
        if (transactional) {
            TransactionCheck.check(env.getCheckpointConfig(), kafka);
        }
        int resultBytes;
        int rejectedBytes;
        InputEnd end;
        try (TopicCheck topics = new TopicCheck(kafka)) {
            topics.require(JobSetup.topics(options), options.modelsTopic, options.createTopics);
            int requestBytes = kafka.maxRequestBytes();
            resultBytes = Math.min(topics.maxMessageBytes(options.outputTopic), requestBytes);
            rejectedBytes = Math.min(topics.maxMessageBytes(options.rejectedTopic), requestBytes);
            if (transactional) {
                TransactionCheck.check(topics, kafka);
            }
            end = options.bounded ? InputEnd.of(topics, kafka, options.inputTopic, options.groupId) : InputEnd.NONE;
            if (options.modelsTopic != null) {
                topics.modelsTopicWarnings(options.modelsTopic, options.inputTopic)
                        .forEach(notes);
            }
        }
        if (options.modelsTopic != null) {
            setup = JobSetup.announced(options, notes);
        }
        build(env, setup, resultBytes, rejectedBytes);
        return new Prepared(env, "skipstream " + setup.model().stamp(), end);
    }

    /** The topology, from top to bottom. Names and uids are part of every savepoint and metric: they never change. */
    static void build(StreamExecutionEnvironment env, JobSetup setup, int resultBytes, int rejectedBytes) {
        JobOptions options = setup.options();
        env.getConfig().enableObjectReuse(); // records are immutable: chained operators may share them
        if (!env.getConfiguration().getOptional(PipelineOptions.MAX_PARALLELISM).isPresent()) {
            env.setMaxParallelism(MAX_PARALLELISM);
        }

        SingleOutputStreamOperator<SensorRecord> records = env.fromSource(
                        source(setup), watermarks(setup.rules().idleTimeoutMs()), "sensors")
                .uid("sensors")
                .process(new DecodeFunction(options.format, setup.shape()))
                .name("decode")
                .uid("decode");

        SingleOutputStreamOperator<ModelAnnouncement> models =
                options.modelsTopic == null ? null : ModelsStream.of(env, setup);

        rejected(records, models)
                .sinkTo(sink(
                        setup,
                        new RejectedSchema(options.rejectedTopic, rejectedBytes),
                        options.groupId + "-rejected",
                        rejectedBytes))
                .name("rejected")
                .uid("rejected");

        classified(records.keyBy(SensorRecord::sensor), models, setup)
                .name("skip-rnn")
                .uid("skip-rnn")
                .process(new EncodeFunction(options.outputTopic, resultBytes))
                .name("encode")
                .uid("encode")
                .sinkTo(sink(
                        setup,
                        new ResultSchema(options.outputTopic),
                        options.groupId + "-classifications",
                        resultBytes))
                .name("classifications")
                .uid("classifications");
    }

    /**
     * Of Kafka's timestamps. They serve the idle timers alone; where there are some, a partition that sends nothing must
     * not hold them up for longer than a sensor may be silent.
     */
    private static WatermarkStrategy<KafkaRecord> watermarks(long idleTimeoutMs) {
        WatermarkStrategy<KafkaRecord> watermarks = WatermarkStrategy.forMonotonousTimestamps();
        if (idleTimeoutMs == 0) {
            return watermarks;
        }
        long idlenessMs = Math.max(SHORTEST_IDLENESS_MS, Math.min(LONGEST_IDLENESS_MS, idleTimeoutMs));
        return watermarks.withIdleness(Duration.ofMillis(idlenessMs));
    }

    private static DataStream<RejectedRecord> rejected(
            SingleOutputStreamOperator<SensorRecord> records, SingleOutputStreamOperator<ModelAnnouncement> models) {
        DataStream<RejectedRecord> rejected = records.getSideOutput(DecodeFunction.REJECTED);
        return models == null ? rejected : rejected.union(models.getSideOutput(DecodeFunction.REJECTED));
    }

    /** The same operator for its state and its name, with a second input where models change, and a cache if asked. */
    private static SingleOutputStreamOperator<ClassifiedSequence> classified(
            KeyedStream<SensorRecord, String> records,
            SingleOutputStreamOperator<ModelAnnouncement> models,
            JobSetup setup) {
        int cached = setup.options().cachedSensors;
        TypeInformation<ClassifiedSequence> result = TypeInformation.of(ClassifiedSequence.class);
        if (models == null) {
            SkipRnnFunction function = new SkipRnnFunction(setup.models(), setup.rules(), setup.shape());
            return cached == 0
                    ? records.process(function)
                    : records.transform("skip-rnn", result, new CachedSkipRnnOperator(function, cached));
        }
        SwappingSkipRnnFunction function = new SwappingSkipRnnFunction(setup.models(), setup.rules(), setup.shape());
        // no broadcast state: JobModels writes every model once, under the name that jobs without the topic use
        return cached == 0
                ? records.connect(models.broadcast(new MapStateDescriptor<?, ?>[0]))
                        .process(function)
                : records.connect(models.broadcast())
                        .transform("skip-rnn", result, new CachedSwappingSkipRnnOperator(function, cached));
    }

    static KafkaSource<KafkaRecord> source(JobSetup setup) {
        JobOptions options = setup.options();
        OffsetsInitializer start = switch (options.start) {
            case COMMITTED -> TopicSource.committed();
            case EARLIEST -> OffsetsInitializer.earliest();
            case LATEST -> OffsetsInitializer.latest();
        };
        return TopicSource.of(options.inputTopic, options.groupId, new KafkaRecordSchema(), start, setup);
    }

    /** A sink whose producer sends a record of up to {@code batchBytes}, and no batch of several that is greater. */
    static <T> KafkaSink<T> sink(
            JobSetup setup, KafkaRecordSerializationSchema<T> schema, String transactionPrefix, int batchBytes) {
        Properties properties = TransactionCheck.withTimeout(setup.kafka().copy());
        properties.putIfAbsent(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(Math.max(batchBytes, PRODUCER_REQUEST_BYTES)));
        // a record that is greater than all of it would be refused
        properties.putIfAbsent(
                ProducerConfig.BUFFER_MEMORY_CONFIG, Long.toString(Math.max(batchBytes, PRODUCER_BUFFER_BYTES)));
        // A batch that the topic refuses is split and sent again, which an idempotent producer with other batches under
        // way may never get into order: so none is begun that would be too large.
        properties.putIfAbsent(
                ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(Math.min(batchBytes, PRODUCER_BATCH_BYTES)));
        return KafkaSink.<T>builder()
                .setBootstrapServers(setup.kafka().bootstrapServers())
                .setKafkaProducerConfig(properties)
                .setRecordSerializer(schema)
                .setDeliveryGuarantee(setup.options().delivery.guarantee())
                .setTransactionalIdPrefix(transactionPrefix)
                .build();
    }
}
