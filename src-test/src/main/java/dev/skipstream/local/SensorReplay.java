package dev.skipstream.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Sends records into a topic at a steady pace, key = sensor, until they end or it is told to stop. One thread runs it;
 * any thread may stop it and read the counts. The pace is kept on average: after a delay it catches up.
 */
final class SensorReplay implements Runnable {

    /**
     * What is sent where, and how.
     *
     * @param samplesPerSecond of all sensors together; 0 = as fast as Kafka takes them
     * @param single whether records are samples and not packets
     * @param withSeq false leaves the seq out
     */
    record Options(String topic, double samplesPerSecond, RecordFormat format, boolean single, boolean withSeq) {}

    private static final long SHORTEST_WAIT_NS = 200_000; // below it a thread's sleep is mostly overhead

    private final Producer<byte[], byte[]> producer;
    private final Options options;
    private final PacketSource source;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Exception failure;
    private volatile long samples;
    private volatile long records;
    private final AtomicLong arrived = new AtomicLong();
    private volatile long quietSince = System.nanoTime();

    /** @param producer stays open at the end */
    SensorReplay(Producer<byte[], byte[]> producer, Options options, PacketSource source) {
        this.producer = producer;
        this.options = options;
        this.source = source;
    }

    /** Samples sent so far. */
    long samples() {
        return samples;
    }

    /** Records sent so far. */
    long records() {
        return records;
    }

    /** Whole seconds since Kafka has taken a record, while there are some it has not; else 0. */
    long waitedSeconds() {
        return records == arrived.get() ? 0 : TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - quietSince);
    }

    /** Records that are sent and have not arrived. */
    long underWay() {
        return records - arrived.get();
    }

    /** Ends the run soon: records sent by then arrive, no more are begun. */
    void stop() {
        stopped.countDown();
    }

    /**
     * Sends, and returns when everything sent has arrived.
     *
     * @throws KafkaException if Kafka refuses a record; those before it may have arrived, and some after it
     * @throws UncheckedIOException if the records cannot be read, or the truth about them not be written
     */
    @Override
    public void run() {
        Packet packet = new Packet();
        StringBuilder text = new StringBuilder();
        long begin = System.nanoTime();
        try {
            while (!isStoppedBeforeNext(begin) && failure == null && source.next(packet)) {
                if (!options.withSeq()) {
                    packet.seq = Packet.NONE;
                }
                byte[] key = packet.sensor.getBytes(StandardCharsets.UTF_8);
                byte[] value = options.format().encode(packet, options.single(), text);
                if (records == arrived.get()) {
                    quietSince = System.nanoTime();
                }
                samples += packet.samples;
                records++;
                producer.send(new ProducerRecord<>(options.topic(), key, value), (metadata, e) -> note(e));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            producer.flush();
        }
        if (failure != null) {
            throw new KafkaException(
                    "Kafka does not take a record for topic " + options.topic() + ": " + failure.getMessage(), failure);
        }
    }

    private void note(Exception e) {
        quietSince = System.nanoTime();
        arrived.incrementAndGet();
        if (e != null && failure == null) {
            failure = e;
        }
    }

    /** Waits until the next sample is due. */
    private boolean isStoppedBeforeNext(long begin) {
        long wait = options.samplesPerSecond() == 0
                ? 0
                : (long) (samples / options.samplesPerSecond() * 1e9) - (System.nanoTime() - begin);
        try {
            return wait < SHORTEST_WAIT_NS ? stopped.getCount() == 0 : stopped.await(wait, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
