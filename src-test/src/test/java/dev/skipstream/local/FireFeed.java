package dev.skipstream.local;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends the sensors' records at an even pace until it is told to end; each sensor then finishes its sequence. Every
 * round also holds one record that nobody can read. All are acknowledged by two brokers, none is sent twice.
 */
final class FireFeed implements AutoCloseable {
    private final FireStream stream;
    private final String topic;
    private final long roundNanos;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread = new Thread(this::send, "feed");
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    /** When each round began, ns; written by the feed alone, read under the lock. */
    private final List<Long> rounds = new ArrayList<>();

    private volatile int lastRound = Integer.MAX_VALUE;

    private FireFeed(FireStream stream, String servers, String topic, int roundMs) {
        this.stream = stream;
        this.topic = topic;
        roundNanos = roundMs * 1_000_000L;
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", servers,
                        "acks", "all",
                        "enable.idempotence", "true",
                        "delivery.timeout.ms", "600000",
                        "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Begins to send. */
    static FireFeed start(FireStream stream, String servers, String topic, int roundMs) {
        FireFeed feed = new FireFeed(stream, servers, topic, roundMs);
        feed.thread.setDaemon(true);
        feed.thread.start();
        return feed;
    }

    private void send() {
        long start = System.nanoTime();
        for (int round = 0; !isOver(round); round++) {
            try {
                Thread.sleep(Math.max(0, (start + round * roundNanos - System.nanoTime()) / 1_000_000));
            } catch (InterruptedException e) {
                return;
            }
            synchronized (rounds) {
                rounds.add(System.nanoTime());
            }
            for (int sensor = 0; sensor < stream.sensors(); sensor++) {
                byte[] record = stream.seq(sensor, round) < samples(sensor) ? stream.record(sensor, round) : null;
                if (record != null) {
                    send(FireStream.name(sensor), record);
                }
            }
            send(FireStream.name(round % stream.sensors()), ("no record " + round).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void send(String key, byte[] value) {
        sent.add(producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value)));
    }

    private boolean isOver(int round) {
        return IntStream.range(0, stream.sensors()).allMatch(sensor -> stream.seq(sensor, round) >= samples(sensor));
    }

    /** Samples that a sensor sends in all: whole sequences, at least one. */
    private long samples(int sensor) {
        return lastRound == Integer.MAX_VALUE ? Long.MAX_VALUE : sequences(sensor) * stream.length();
    }

    /** Sequences that a sensor sends in all, once the end is known. */
    long sequences(int sensor) {
        return Math.max(0, stream.seq(sensor, lastRound)) / stream.length() + 1;
    }

    /** Rounds that have begun. */
    int rounds() {
        synchronized (rounds) {
            return rounds.size();
        }
    }

    /** When a round began, ns; 0 for one that has not. */
    long sentAt(int round) {
        synchronized (rounds) {
            return round < rounds.size() ? rounds.get(round) : 0;
        }
    }

    /** Lets every sensor finish its sequence and returns when all is acknowledged: the number of records. */
    int end() throws InterruptedException, ExecutionException {
        synchronized (rounds) {
            // a round ahead of the one being sent, which may have asked for its samples already
            lastRound = rounds.size() + 1;
        }
        thread.join();
        for (Future<RecordMetadata> one : sent) {
            one.get();
        }
        return sent.size();
    }

    /** Records sent that nobody can read, after the end. */
    int unreadable() {
        return rounds.size();
    }

    @Override
    public void close() {
        thread.interrupt();
        FireWatch.join(thread);
        producer.close(Duration.ofSeconds(5));
    }
}
