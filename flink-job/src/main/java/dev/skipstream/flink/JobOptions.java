package dev.skipstream.flink;

import dev.skipstream.stream.Emission;
import dev.skipstream.stream.SequenceRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.connector.base.DeliveryGuarantee;
import picocli.CommandLine.Option;

/**
 * The job's options, the only place of their defaults; {@code flink run flink-job.jar} and {@code ./skipstream job} take
 * the same.
 */
public final class JobOptions {
    /** Where the job begins to read. */
    public enum Start {
        COMMITTED,
        EARLIEST,
        LATEST;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a new model does to an endless sequence. */
    public enum ModelChange {
        RESET,
        KEEP;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How results reach Kafka. Flink also knows "none", which may lose some: not offered. */
    public enum Delivery {
        AT_LEAST_ONCE(DeliveryGuarantee.AT_LEAST_ONCE),
        EXACTLY_ONCE(DeliveryGuarantee.EXACTLY_ONCE);

        private final DeliveryGuarantee guarantee;

        Delivery(DeliveryGuarantee guarantee) {
            this.guarantee = guarantee;
        }

        DeliveryGuarantee guarantee() {
            return guarantee;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:9092",
            description = "Kafka's brokers, comma-separated (default: ${DEFAULT-VALUE})")
    public String bootstrapServers;

    @Option(
            names = "--input-topic",
            paramLabel = "TOPIC",
            defaultValue = "sensors",
            description = "sensor records (default: ${DEFAULT-VALUE})")
    public String inputTopic;

    @Option(
            names = "--output-topic",
            paramLabel = "TOPIC",
            defaultValue = "classifications",
            description = "results, key = sensor (default: ${DEFAULT-VALUE})")
    public String outputTopic;

    @Option(
            names = "--rejected-topic",
            paramLabel = "TOPIC",
            defaultValue = "rejected",
            description = "records that cannot be understood, with the reason in a header (default: ${DEFAULT-VALUE})")
    public String rejectedTopic;

    @Option(
            names = "--create-topics",
            description =
                    "create topics that are missing, with the broker's defaults (else a missing topic is an error)")
    public boolean createTopics;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description =
                    "the model (.safetensors), read here and carried in the job (default: the shipped frequency model,"
                            + " or the first of --models-topic)")
    public Path model;

    @Option(
            names = "--models-topic",
            paramLabel = "TOPIC",
            description = {
                "models to change to while the job runs: key = name@version, value = the file, header effective-from =",
                "epoch ms (absent: at once). Without --model the job waits for a first one (default: none)"
            })
    public String modelsTopic;

    @Option(
            names = "--model-name",
            paramLabel = "NAME",
            description =
                    "which models of the topic the job serves (default: the name of --model, else that of the first one there)")
    public String modelName;

    @Option(
            names = "--models-kept",
            paramLabel = "N",
            defaultValue = "4",
            description =
                    "most models of the topic that stay; sequences on an older one are closed (default: ${DEFAULT-VALUE})")
    public int modelsKept;

    @Option(
            names = "--on-model-change",
            paramLabel = "reset|keep",
            defaultValue = "reset",
            converter = Choice.OfModelChange.class,
            description = "an endless sequence begins anew with a new model when its time has come, or keeps the one it"
                    + " began with (default: ${DEFAULT-VALUE})")
    public ModelChange onModelChange;

    @Option(
            names = "--format",
            paramLabel = "json|csv|packed",
            defaultValue = "json",
            converter = Choice.OfFormat.class,
            description = "how sensor records are written (default: ${DEFAULT-VALUE})")
    public RecordFormat format;

    @Option(
            names = "--sequence-length",
            paramLabel = "T",
            description = "samples in a sequence: [kT, (k+1)T) by seq; 0: one endless sequence a sensor, or with"
                    + " --sequence-gap sequences of any length (default: the model's)")
    public Long sequenceLength;

    @Option(
            names = "--emit",
            paramLabel = "sequence|update|change",
            converter = Choice.OfEmission.class,
            description = "a result a sequence; or, with --sequence-length 0, at every update or at every change of"
                    + " label (default: sequence; update for an endless sequence)")
    public Emission emit;

    @Option(
            names = "--sequence-gap",
            paramLabel = "DURATION",
            defaultValue = "0",
            converter = Durations.class,
            description =
                    "a pause of a sensor longer than this ends its sequence, and the next sample begins one; 0: off"
                            + " (default: ${DEFAULT-VALUE})")
    public Duration sequenceGap;

    @Option(
            names = "--max-lateness",
            paramLabel = "DURATION",
            defaultValue = "0",
            converter = Durations.class,
            description = "wait so long, by the sensor's own time, for a needed sample that has not come, at most "
                    + SequenceRules.MAX_BUFFERED + " samples; 0: not at all (default: ${DEFAULT-VALUE})")
    public Duration maxLateness;

    @Option(
            names = "--restart-gap",
            paramLabel = "DURATION",
            defaultValue = "60s",
            converter = Durations.class,
            description =
                    "a repeated seq whose time is later by more than this is a device that counts anew (default: ${DEFAULT-VALUE})")
    public Duration restartGap;

    @Option(
            names = "--idle-timeout",
            paramLabel = "DURATION",
            defaultValue = "0",
            converter = Durations.class,
            description =
                    "close the sequence of a sensor that sends nothing, and forget it, after one to two times this;"
                            + " 0: never (default: ${DEFAULT-VALUE})")
    public Duration idleTimeout;

    @Option(
            names = "--cached-sensors",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "keep the N sensors of each subtask that sent last as objects, and write them to Flink's state"
                            + " at checkpoints: for RocksDB; 0: none (default: ${DEFAULT-VALUE})")
    public int cachedSensors;

    @Option(
            names = "--include-used",
            description = "say in a result which samples of the sequence it used (not for endless sequences)")
    public boolean includeUsed;

    @Option(
            names = "--delivery",
            paramLabel = "at-least-once|exactly-once",
            defaultValue = "at-least-once",
            converter = Choice.OfDelivery.class,
            description =
                    "how results reach Kafka; exactly-once needs a checkpoint interval (default: ${DEFAULT-VALUE})")
    public Delivery delivery;

    @Option(
            names = "--group-id",
            paramLabel = "ID",
            defaultValue = "skipstream",
            description = "consumer group, and prefix of transactions (default: ${DEFAULT-VALUE})")
    public String groupId;

    @Option(
            names = "--start",
            paramLabel = "committed|earliest|latest",
            defaultValue = "committed",
            converter = Choice.OfStart.class,
            description = "where to begin without a savepoint; committed: else earliest (default: ${DEFAULT-VALUE})")
    public Start start;

    @Option(
            names = "--bounded",
            description = "read to the present end of the input topic, close open sequences, finish")
    public boolean bounded;

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            description = "properties for every Kafka client: TLS, SASL, anything")
    public Path kafkaProperties;

    @Option(names = "--json", description = "print the counters as one JSON object on the last line when the job ends")
    public boolean json;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = "a setting of Flink's, such as -Dparallelism.default=2 or -Dstate.backend.type=rocksdb")
    public Map<String, String> flink = new LinkedHashMap<>();

    /** Flink's container entry point hands this to every main; it says nothing to the job. */
    @Option(names = "--host", hidden = true)
    String host;
}
