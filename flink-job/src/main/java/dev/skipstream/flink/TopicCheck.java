package dev.skipstream.flink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the topics before the job is submitted: a missing one is named here, not in a restart loop on the cluster. */
final class TopicCheck implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicCheck.class);
    private static final long TIMEOUT_S = 30;
    private static final String MAX_TRANSACTION_TIMEOUT = "transaction.max.timeout.ms"; // a broker's setting
    private static final long PATIENCE_S = 4; // before it is said what is waited for
    private static final long BETWEEN_LOOKS_MS = 50;

    private final Admin admin;
    private final String servers;
    private final long timeoutS;

    /**
     * @throws IllegalArgumentException if Kafka's client refuses its properties, such as a host that is none
     */
    TopicCheck(KafkaSettings kafka) {
        this(kafka, TIMEOUT_S);
    }

    /** @param timeoutS longest wait for an answer, s */
    TopicCheck(KafkaSettings kafka, long timeoutS) {
        this.timeoutS = timeoutS;
        servers = kafka.bootstrapServers();
        try {
            admin = Admin.create(kafka.copy());
        } catch (KafkaException e) {
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw BootstrapServers.refusal("--bootstrap-servers", servers, e)
                    .orElseGet(() -> new IllegalArgumentException(
                            "properties of Kafka at " + servers + " must be ones it takes, found: " + reason, e));
        }
    }

    /**
     * Makes sure that the topics are there.
     *
     * @param models which of them is the models topic; null: none
     * @param create make the missing ones, with the broker's default partitions and replication; a models topic with
     *     {@link ModelsTopic its own settings}
     * @throws IllegalStateException naming the topics that are missing, or the broker that does not answer
     */
    void require(Collection<String> topics, String models, boolean create) {
        Set<String> present = answer(admin.listTopics().names()::get);
        List<String> missing = new ArrayList<>(topics);
        missing.removeAll(present);
        if (missing.isEmpty()) {
            return;
        }
        if (!create) {
            throw new IllegalStateException("topic must exist at " + servers + ", found no "
                    + String.join(", ", missing) + " (--create-topics makes it)");
        }
        for (String topic : missing) {
            NewTopic wanted = topic.equals(models)
                    ? ModelsTopic.of(topic)
                    : new NewTopic(topic, Optional.empty(), Optional.empty());
            try {
                answer(admin.createTopics(List.of(wanted)).all()::get);
            } catch (IllegalStateException e) {
                if (!(e.getCause() instanceof TopicExistsException)) { // somebody else made it meanwhile: good
                    throw e;
                }
            }
        }
        awaitServed(missing);
    }

    /**
     * The controller knows a topic a moment before its leaders serve it: a job that asks for its offsets meanwhile would
     * fail.
     */
    private void awaitServed(List<String> created) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutS);
        while (true) {
            try {
                ends(created);
                return;
            } catch (IllegalStateException e) {
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > end) {
                    throw e;
                }
            }
            pause();
        }
    }

    /** Where each of the topic's partitions ends at present, for who reads committed records alone. */
    Map<TopicPartition, Long> ends(String topic) {
        return ends(List.of(topic));
    }

    private Map<TopicPartition, Long> ends(List<String> topics) {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        for (TopicDescription topic :
                answer(admin.describeTopics(topics).allTopicNames()::get).values()) {
            topic.partitions()
                    .forEach(partition -> partitions.put(
                            new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
        }
        ListOffsetsOptions committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, Long> ends = new HashMap<>();
        answer(admin.listOffsets(partitions, committed).all()::get)
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** Where a consumer group has come to; partitions that it has not read are absent, or null. */
    Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        return answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()::get);
    }

    /** Has a group without members go on from these offsets. */
    void commit(String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        answer(admin.alterConsumerGroupOffsets(group, offsets).all()::get);
    }

    private void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS_MS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Greatest record batch that the topic takes, bytes. */
    int maxMessageBytes(String topic) {
        return Integer.parseInt(
                config(topic).get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
    }

    /** What the settings of the models topic may lose, one sentence each. */
    List<String> modelsTopicWarnings(String models, String input) {
        return ModelsTopic.warnings(models, config(models), config(input));
    }

    private Config config(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<ConfigResource, Config> configs =
                answer(admin.describeConfigs(List.of(resource)).all()::get);
        return configs.get(resource);
    }

    /**
     * Longest transaction that every broker allows, ms; empty if they do not tell it to this user (it takes the right
     * to describe the cluster's configuration).
     */
    OptionalLong maxTransactionTimeoutMs() {
        List<ConfigResource> brokers = answer(admin.describeCluster().nodes()::get).stream()
                .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
                .toList();
        try {
            return answer(admin.describeConfigs(brokers).all()::get).values().stream()
                    .map(config -> config.get(MAX_TRANSACTION_TIMEOUT))
                    .filter(Objects::nonNull)
                    .mapToLong(entry -> Long.parseLong(entry.value()))
                    .min();
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof ClusterAuthorizationException) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    private interface Question<T> {
        T ask(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException;
    }

    private <T> T answer(Question<T> question) {
        try {
            try {
                return question.ask(PATIENCE_S, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                LOG.warn("waiting for Kafka at {} (for {} s at most)", servers, timeoutS);
            }
            return question.ask(timeoutS - PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Kafka at " + servers + " must answer, found "
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "Kafka at " + servers + " must answer, found no reply within " + timeoutS + " s", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while asking Kafka at " + servers, e);
    }

    /** Drops questions under way: who has waited long enough must not wait for them a second time. */
    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
