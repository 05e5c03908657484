package dev.skipstream.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer of committed results that notes when each came. */
final class FireWatch implements AutoCloseable {
    /** @param at when it came, ns */
    record Seen(long at, int partition, JobResult result) {}

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final int partitions;
    private final Thread thread = new Thread(this::watch, "watch");
    private final List<Seen> seen = new ArrayList<>();
    private volatile boolean closed;
    private volatile RuntimeException failure;

    private FireWatch(String servers, String topic, int partitions) {
        this.partitions = partitions;
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    static FireWatch start(String servers, String topic, int partitions) {
        FireWatch watch = new FireWatch(servers, topic, partitions);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try (consumer) {
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                    Seen one = new Seen(System.nanoTime(), record.partition(), JobResult.of(record));
                    synchronized (seen) {
                        seen.add(one);
                    }
                }
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    int count() {
        if (failure != null) {
            throw failure;
        }
        synchronized (seen) {
            return seen.size();
        }
    }

    /**
     * How long after a moment every partition had shown a result of a sample that was sent after it.
     *
     * @param moment ns
     * @return ns; negative if one has not yet
     */
    long recovery(long moment, FireStream stream, FireFeed feed) {
        Map<Integer, Long> first = new HashMap<>();
        synchronized (seen) {
            for (int i = seen.size() - 1; i >= 0 && seen.get(i).at > moment; i--) {
                Seen one = seen.get(i);
                int round = stream.round(FireStream.sensor(one.result.key()), one.result.number("endTime"));
                if (feed.sentAt(round) > moment) {
                    first.put(one.partition, one.at);
                }
            }
        }
        return first.size() < partitions
                ? -1
                : first.values().stream().mapToLong(Long::longValue).max().orElseThrow() - moment;
    }

    @Override
    public void close() {
        closed = true;
        join(thread);
    }

    /** Waits a while for a thread's end. */
    static void join(Thread thread) {
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
