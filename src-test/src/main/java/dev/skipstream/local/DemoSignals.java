package dev.skipstream.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings the signals that the first few sensors send together with their results, for looking at. Memory is bounded: a
 * few sensors, of each the last few sequences, and a limited number of signals that wait for their result; the oldest
 * gives way, and its result is then shown by nobody. Thread-safe.
 */
final class DemoSignals {

    /** Sensors looked at: those that begin first. */
    static final int SENSORS = 12;

    /** Sequences kept of each. */
    static final int SEQUENCES = 4;

    /** Signals of a sensor that wait for their result: a minute of 100 ms signals. */
    static final int WAITING = 600;

    /**
     * A signal and what the job said of it.
     *
     * @param sequence its number, counted from 0
     * @param values (T)
     * @param truth its label; empty if not known
     * @param label the job's; empty if its model has none
     * @param probability of that label; NaN if there is none
     * @param updates samples used, as the job counts
     * @param early how many samples before the sequence's last the result left; −1 if the sequence is not complete
     */
    record Seen(
            long sequence, float[] values, String truth, String label, double probability, long updates, long early) {
        boolean right() {
            return label.equals(truth);
        }
    }

    /**
     * One sensor.
     *
     * @param results so far
     * @param right of them
     * @param sequences the last few, newest first
     */
    record Sensor(String name, long results, long right, List<Seen> sequences) {}

    private static final class Lane {
        final Map<Long, SensorSignals.Signal> waiting = new LinkedHashMap<>(); // by sequence, oldest first
        final Deque<Seen> sequences = new ArrayDeque<>(); // newest first
        long results;
        long right;
    }

    private final double periodMs;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();

    /** @param periodMs between two samples */
    DemoSignals(double periodMs) {
        this.periodMs = periodMs;
    }

    /** Notes a signal that is about to be sent. */
    synchronized void onSequence(String sensor, long sequence, SensorSignals.Signal signal) {
        Lane lane = lanes.get(sensor);
        if (lane == null) {
            if (lanes.size() == SENSORS) {
                return;
            }
            lane = new Lane();
            lanes.put(sensor, lane);
        }
        lane.waiting.put(sequence, signal);
        if (lane.waiting.size() > WAITING) {
            lane.waiting.remove(lane.waiting.keySet().iterator().next());
        }
    }

    /** Takes one result of the topic. */
    synchronized void onResult(JsonNode result) {
        Lane lane = lanes.get(result.path("sensor").asText());
        if (lane == null) {
            return;
        }
        long sequence = result.path("sequence").asLong();
        SensorSignals.Signal signal = lane.waiting.remove(sequence);
        if (signal == null) {
            return;
        }
        Seen seen = new Seen(
                sequence,
                signal.values(),
                signal.label(),
                result.path("label").asText(),
                result.path("probability").asDouble(Double.NaN),
                result.path("updates").asLong(),
                early(result));
        lane.results++;
        lane.right += seen.right() ? 1 : 0;
        lane.sequences.addFirst(seen);
        if (lane.sequences.size() > SEQUENCES) {
            lane.sequences.removeLast();
        }
    }

    /** lastSeq − last used: the times are those of the first and the last used sample, and the first is firstSeq. */
    private long early(JsonNode result) {
        if (!result.path("complete").asBoolean()) {
            return -1;
        }
        long time = result.path("endTime").asLong() - result.path("startTime").asLong();
        long last = result.path("lastSeq").asLong() - result.path("firstSeq").asLong();
        return last - Math.round(time / periodMs);
    }

    /** The sensors looked at, in the order they began. */
    synchronized List<Sensor> sensors() {
        List<Sensor> sensors = new ArrayList<>();
        lanes.forEach(
                (name, lane) -> sensors.add(new Sensor(name, lane.results, lane.right, List.copyOf(lane.sequences))));
        return sensors;
    }

    /** Signals that wait for their result. */
    synchronized int waiting() {
        return lanes.values().stream().mapToInt(lane -> lane.waiting.size()).sum();
    }
}
