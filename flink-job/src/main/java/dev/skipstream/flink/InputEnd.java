package dev.skipstream.flink;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the input of a bounded job ended before it was submitted, which all of it has read when it has finished. Flink
 * commits a source's last offsets while its task is being taken down, and may come too late: the next run would begin
 * anywhere before them, in the middle of sequences. Thread-safe.
 */
public final class InputEnd {
    private static final Logger LOG = LoggerFactory.getLogger(InputEnd.class);

    /** Of a job that does not end by itself. */
    static final InputEnd NONE = new InputEnd(null, null, Map.of());

    private final KafkaSettings kafka;
    private final String group;
    private final Map<TopicPartition, Long> ends; // offset of the record after the last one that is committed

    private InputEnd(KafkaSettings kafka, String group, Map<TopicPartition, Long> ends) {
        this.kafka = kafka;
        this.group = group;
        this.ends = Map.copyOf(ends);
    }

    /**
     * @throws IllegalStateException if Kafka does not answer
     */
    static InputEnd of(TopicCheck topics, KafkaSettings kafka, String topic, String group) {
        return new InputEnd(kafka, group, topics.ends(topic));
    }

    /**
     * Says to Kafka that the job's group has read up to here; to be called once the job has finished well. Offsets never
     * go back. Where it fails there is a warning, and the next run reads again what this one has read.
     */
    public void commit() {
        if (ends.isEmpty()) {
            return;
        }
        try (TopicCheck topics = new TopicCheck(kafka)) {
            Map<TopicPartition, OffsetAndMetadata> committed = topics.committed(group);
            Map<TopicPartition, OffsetAndMetadata> behind = new HashMap<>();
            ends.forEach((partition, end) -> {
                OffsetAndMetadata now = committed.get(partition);
                if (end > 0 && (now == null || now.offset() < end)) {
                    behind.put(partition, new OffsetAndMetadata(end));
                }
            });
            if (!behind.isEmpty()) {
                topics.commit(group, behind);
            }
        } catch (IllegalStateException e) {
            LOG.warn(
                    "offsets of group {} are not committed, so its next run may read records again: {}",
                    group,
                    e.getMessage());
        }
    }
}
