package dev.skipstream.flink;

import java.util.OptionalLong;
import java.util.Properties;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What exactly-once delivery stands on, looked at before the job is submitted. A transaction is open from one
 * checkpoint until the next one is complete; when the broker's patience ({@code transaction.timeout.ms}) ends before,
 * it is aborted, and its results are lost although a checkpoint counts them as written.
 */
final class TransactionCheck {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionCheck.class);

    /** Kafka's own default for {@code transaction.max.timeout.ms}: what any broker accepts. */
    private static final int DEFAULT_TIMEOUT_MS = 15 * 60 * 1000;

    private TransactionCheck() {}

    /** Properties of a producer with the job's own timeout, where the user gives none. */
    static Properties withTimeout(Properties properties) {
        properties.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Integer.toString(DEFAULT_TIMEOUT_MS));
        return properties;
    }

    /**
     * Checks what needs no broker.
     *
     * @throws IllegalArgumentException naming what does not fit exactly-once
     */
    static void check(CheckpointConfig checkpoints, KafkaSettings kafka) {
        if (!checkpoints.isCheckpointingEnabled()) {
            throw new IllegalArgumentException("--delivery exactly-once must have a checkpoint interval, found none"
                    + " (set execution.checkpointing.interval, such as -Dexecution.checkpointing.interval=1s)");
        }
        if (checkpoints.getCheckpointingConsistencyMode() != CheckpointingMode.EXACTLY_ONCE) {
            throw new IllegalArgumentException("--delivery exactly-once must have execution.checkpointing.mode"
                    + " EXACTLY_ONCE, found " + checkpoints.getCheckpointingConsistencyMode());
        }
        long timeout = timeoutMs(kafka);
        long interval = checkpoints.getCheckpointInterval();
        if (timeout <= interval) {
            throw new IllegalArgumentException("transaction.timeout.ms must exceed the checkpoint interval of "
                    + interval + " ms, for which a transaction stays open, found " + timeout
                    + " (set it in --kafka-properties, greater than the longest outage to survive)");
        }
        if (timeout < interval + checkpoints.getCheckpointTimeout()) {
            LOG.warn(
                    "transaction.timeout.ms is {}: a checkpoint that takes its full execution.checkpointing.timeout of"
                            + " {} ms, or an outage as long, loses the results of a transaction",
                    timeout,
                    checkpoints.getCheckpointTimeout());
        }
    }

    /**
     * Checks what the brokers allow, where they tell.
     *
     * @throws IllegalArgumentException if they would refuse the sinks' transactions, again and again
     */
    static void check(TopicCheck brokers, KafkaSettings kafka) {
        OptionalLong greatest = brokers.maxTransactionTimeoutMs();
        long timeout = timeoutMs(kafka);
        if (greatest.isPresent() && timeout > greatest.getAsLong()) {
            throw new IllegalArgumentException("transaction.timeout.ms must be at most the brokers'"
                    + " transaction.max.timeout.ms of " + greatest.getAsLong() + ", found " + timeout
                    + " (set it in --kafka-properties, greater than the longest outage to survive, or let the brokers"
                    + " allow more)");
        }
    }

    private static long timeoutMs(KafkaSettings kafka) {
        Properties properties = withTimeout(kafka.copy());
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "check"); // so that Kafka checks what goes with it
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        try {
            return new ProducerConfig(properties).getInt(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(
                    "--kafka-properties must be ones that a transactional producer takes, found: " + e.getMessage(), e);
        }
    }
}
