package dev.skipstream.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Holds the truth about what the sensors send against what comes back on the result topic. Everything is counted from
 * the results read back. Thread-safe.
 */
final class DemoScore implements SensorPackets.SequenceObserver {

    /**
     * Sums over the results read back.
     *
     * @param samples covered by the results
     * @param updates samples used for them
     * @param sequences results
     * @param correct results whose label is the truth
     * @param seconds of sending
     */
    record Total(long samples, long updates, long sequences, long correct, double seconds) {
        double accuracy() {
            return sequences == 0 ? 0 : (double) correct / sequences;
        }

        double updateRatio() {
            return samples == 0 ? 0 : (double) updates / samples;
        }

        String toJson() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("samples", samples)
                    .put("updates", updates)
                    .put("sequences", sequences)
                    .put("correct", correct)
                    .put("accuracy", accuracy())
                    .put("updateRatio", updateRatio())
                    .put("seconds", Math.round(seconds * 1000) / 1000.0)
                    .put("samplesPerSecond", Math.round(samples / seconds))
                    .toString();
        }

        String toText() {
            return String.format(
                    Locale.ROOT,
                    "%d sequences of %d samples, %.1f %% of them used; %.2f %% classified rightly; %d samples/s",
                    sequences,
                    samples,
                    100 * updateRatio(),
                    100 * accuracy(),
                    Math.round(samples / seconds));
        }
    }

    private final int length; // samples in a sequence
    private final Map<String, String> truth = new HashMap<>(); // of sequences without a result: sensor/sequence → label
    private long samples;
    private long updates;
    private long sequences;
    private long correct;
    private long samplesAtLastLine;

    DemoScore(int length) {
        this.length = length;
    }

    @Override
    public synchronized void onSequence(String sensor, long sequence, SensorSignals.Signal signal) {
        truth.put(sensor + "/" + sequence, signal.label());
    }

    /** Takes one result of the topic. */
    synchronized void onResult(JsonNode result) {
        String label = truth.remove(
                result.path("sensor").asText() + "/" + result.path("sequence").asLong());
        sequences++;
        samples += result.path("samples").asLong();
        updates += result.path("updates").asLong();
        if (result.path("label").asText().equals(label)) {
            correct++;
        }
        notifyAll();
    }

    /** What to say every second. */
    synchronized String line(long second) {
        Total total = total(second);
        long fresh = samples - samplesAtLastLine;
        samplesAtLastLine = samples;
        return String.format(
                Locale.ROOT,
                "%4d s  %7d samples/s  %5s %% of samples used  accuracy %6s %%  %d sequences of %d samples",
                second,
                fresh,
                percent("%.1f", total.updateRatio()),
                percent("%.2f", total.accuracy()),
                sequences,
                length);
    }

    /** Before the first result nothing is known. */
    private String percent(String form, double share) {
        return sequences == 0 ? "–" : String.format(Locale.ROOT, form, 100 * share);
    }

    /** Waits until no result has come for a second or, at the latest, until the time is over. */
    synchronized void awaitResults(long longestSeconds) throws InterruptedException {
        long end = System.nanoTime() + longestSeconds * 1_000_000_000L;
        long seen = -1;
        while (seen != sequences && !truth.isEmpty() && System.nanoTime() < end) {
            seen = sequences;
            long quiet = System.nanoTime() + 1_000_000_000L;
            for (long left = 1000; left > 0; left = (quiet - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        }
    }

    synchronized Total total(double seconds) {
        return new Total(samples, updates, sequences, correct, seconds);
    }
}
