package dev.skipstream.local;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the topics of a fresh broker. */
final class TopicSetup {

    private static final int MOST_LOOKS = 200;
    private static final long BETWEEN_LOOKS_MS = 25;

    private TopicSetup() {}

    /**
     * Makes the topics that are not there and returns when all of them take records.
     *
     * @throws IOException if the broker refuses one or does not answer
     */
    static void create(String bootstrapServers, List<Topic> topics) throws IOException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            List<NewTopic> wanted = topics.stream()
                    .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1))
                    .toList();
            for (KafkaFuture<Void> created : admin.createTopics(wanted).values().values()) {
                awaitCreated(created);
            }
            awaitServed(admin, topics.stream().map(Topic::name).toList());
        } catch (ExecutionException e) {
            throw new IOException(
                    "Kafka does not make the topics: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the topics were made", e);
        }
    }

    private static void awaitCreated(KafkaFuture<Void> created) throws ExecutionException, InterruptedException {
        try {
            created.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /**
     * The controller knows a topic a moment before the broker does, and the broker names a leader a moment before that
     * one takes records. A producer that sends into this gap may have its first batch refused and the next ones taken,
     * and then waits two minutes for an order that cannot come any more.
     */
    private static void awaitServed(Admin admin, List<String> names) throws ExecutionException, InterruptedException {
        for (int look = 1; ; look++) {
            try {
                Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
                for (TopicDescription topic :
                        admin.describeTopics(names).allTopicNames().get().values()) {
                    for (TopicPartitionInfo partition : topic.partitions()) {
                        partitions.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest());
                    }
                }
                admin.listOffsets(partitions).all().get(); // answered by the leaders, once they serve
                return;
            } catch (ExecutionException e) {
                if (look == MOST_LOOKS || !(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                Thread.sleep(BETWEEN_LOOKS_MS);
            }
        }
    }
}
