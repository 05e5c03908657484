package dev.skipstream.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Everything known of a running demo: what is sent, what comes back, and its course over the last two minutes.
 * Thread-safe.
 */
final class DemoState implements SensorPackets.SequenceObserver {

    /** Two minutes in seconds, and the few before over which the first of them is averaged. */
    static final int MOMENTS = 126;

    /**
     * What does not change.
     *
     * @param sensors how many send
     * @param periodMs between two samples of a sensor
     * @param length T: samples of a signal
     */
    record Facts(int sensors, double periodMs, int length) {}

    /**
     * The sums at a moment.
     *
     * @param sent samples
     * @param total over the results; its seconds are those since the sensors began
     */
    record Moment(long sent, DemoScore.Total total) {}

    private final Facts facts;
    private final DemoScore score;
    private final DemoSignals signals;
    private final Deque<Moment> moments = new ArrayDeque<>(); // guarded by itself, oldest first
    private volatile String phase = "starting";
    private volatile String kafka = "";
    private volatile LongSupplier sent = () -> 0;
    private volatile long begin; // System.nanoTime; 0 = not yet

    DemoState(Facts facts) {
        this.facts = facts;
        this.score = new DemoScore(facts.length());
        this.signals = new DemoSignals(facts.periodMs());
    }

    Facts facts() {
        return facts;
    }

    DemoScore score() {
        return score;
    }

    DemoSignals signals() {
        return signals;
    }

    @Override
    public void onSequence(String sensor, long sequence, SensorSignals.Signal signal) {
        score.onSequence(sensor, sequence, signal);
        signals.onSequence(sensor, sequence, signal);
    }

    /** Takes one result of the topic. */
    void onResult(JsonNode result) {
        score.onResult(result);
        signals.onResult(result);
    }

    /** What the demo is at, a few words. */
    String phase() {
        return phase;
    }

    void phase(String phase) {
        this.phase = phase;
    }

    /** The broker's address; empty before there is one. */
    String kafka() {
        return kafka;
    }

    void kafka(String bootstrapServers) {
        kafka = bootstrapServers;
    }

    /**
     * The sensors begin.
     *
     * @param samples sent so far, to be asked by any thread
     */
    void sending(LongSupplier samples) {
        sent = samples;
        begin = System.nanoTime();
        phase = "running";
        tick();
    }

    /** Notes the moment; to be called every second. */
    void tick() {
        Moment moment = now();
        synchronized (moments) {
            moments.addLast(moment);
            if (moments.size() > MOMENTS) {
                moments.removeFirst();
            }
        }
    }

    Moment now() {
        return new Moment(sent.getAsLong(), score.total(begin == 0 ? 0 : (System.nanoTime() - begin) / 1e9));
    }

    /** The moments noted lately, oldest first. */
    List<Moment> history() {
        synchronized (moments) {
            return new ArrayList<>(moments);
        }
    }
}
