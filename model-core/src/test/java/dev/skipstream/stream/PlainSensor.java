package dev.skipstream.stream;

import dev.skipstream.rnn.Classification;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.SkipRnn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What one sensor's stream must give, written as plainly as the rules are told, sample by sample: it asks of every seq
 * whether it is needed instead of computing where the next needed one is, and keeps everything it has seen.
 */
final class PlainSensor {
    record Sample(long seq, long time, float[] values) {}

    /** A result as far as the rules decide it. */
    record Result(
            long sequence,
            long firstSeq,
            long lastSeq,
            long startTime,
            long endTime,
            boolean complete,
            long missing,
            List<Long> used,
            List<Float> outputs) {
        static Result of(SequenceResult result) {
            return new Result(
                    result.sequence(),
                    result.firstSeq(),
                    result.lastSeq(),
                    result.startTime(),
                    result.endTime(),
                    result.complete(),
                    result.missing(),
                    Arrays.stream(result.used()).boxed().toList(),
                    floats(result.classification().outputs()));
        }

        private static List<Float> floats(float[] values) {
            List<Float> floats = new ArrayList<>();
            for (float value : values) {
                floats.add(value);
            }
            return floats;
        }
    }

    /** What is asked of the stream. */
    record Options(long length, long gapMs, Emission emission, long restartGapMs, long maxLatenessMs) {
        boolean endless() {
            return length == 0 && gapMs == 0;
        }

        SequenceRules rules() {
            return SequenceRules.of(length, gapMs, emission, restartGapMs)
                    .withMaxLateness(maxLatenessMs)
                    .withUsed(true);
        }
    }

    private final SkipRnn rnn;
    private final Options options;
    private final RnnState state;
    final List<Result> results = new ArrayList<>();
    long used;
    long skipped;
    long late;
    final List<Sample> waiting = new ArrayList<>();
    private long greatestTime = Long.MIN_VALUE;
    private boolean takesWaiting; // the sample in hand has waited

    // the device's present count
    private boolean anyUsed;
    private long lastUsed;
    private long lastUsedTime;
    private float increment;
    private long lastSeen;
    private long lastSeenTime;

    // the sequence
    private boolean open;
    private long sequence = -1;
    private long firstSeq;
    private boolean joinedAtFirst;
    private long missing;
    private long startTime;
    private final List<Long> positions = new ArrayList<>();
    private List<String> labels;

    PlainSensor(SkipRnn rnn, Options options) {
        this.rnn = rnn;
        this.options = options;
        state = rnn.newState();
    }

    void accept(Sample sample) {
        greatestTime = Math.max(greatestTime, sample.time());
        if (options.maxLatenessMs() > 0 && mustWait(sample)) {
            waiting.add(sample);
            waiting.sort(Comparator.comparingLong(Sample::seq)); // stable
        } else {
            take(sample);
        }
        while (!waiting.isEmpty()
                && (greatestTime - waiting.get(0).time() > options.maxLatenessMs() || !passesNeeded(waiting.get(0)))) {
            takeLowest();
        }
    }

    private void takeLowest() {
        takesWaiting = true;
        take(waiting.remove(0));
        takesWaiting = false;
    }

    /** The input has ended. */
    void end() {
        while (!waiting.isEmpty()) {
            takeLowest();
        }
        end(false);
    }

    private boolean mustWait(Sample sample) {
        return !isAtOrBeforeLastUsed(sample)
                && (passesNeeded(sample)
                        || !waiting.isEmpty() && sample.seq() > waiting.get(0).seq());
    }

    private boolean isAtOrBeforeLastUsed(Sample sample) {
        return anyUsed && sample.seq() <= lastUsed;
    }

    private boolean showsPause(Sample sample) {
        return options.gapMs() > 0 && anyUsed && sample.time() - lastSeenTime > options.gapMs();
    }

    /** Whether a needed sample that has not come lies before this one. */
    private boolean passesNeeded(Sample sample) {
        if (isAtOrBeforeLastUsed(sample)) {
            return false;
        }
        if (!anyUsed) {
            return options.gapMs() == 0 && options.length() > 0 && sample.seq() % options.length() > 0;
        }
        if (showsPause(sample) && sample.seq() > lastSeen + 1) {
            return true;
        }
        for (long between = lastUsed + 1; between < sample.seq(); between++) {
            if (isNeeded(between)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the sequence, or the next one by its number, needs this seq. */
    private boolean isNeeded(long seq) {
        if (options.gapMs() == 0 && options.length() > 0 && seq % options.length() == 0) {
            return true;
        }
        boolean inside = options.length() == 0 || seq < firstSeq + options.length();
        return open && inside && Math.min(1f, (seq - lastUsed) * increment) >= 0.5f;
    }

    private void take(Sample sample) {
        if (isAtOrBeforeLastUsed(sample)) {
            if (sample.time() - lastUsedTime <= options.restartGapMs()) {
                late++;
                return;
            }
            if (!waiting.isEmpty() && !takesWaiting) { // they are of the count before
                List<Sample> before = List.copyOf(waiting);
                waiting.clear();
                before.forEach(this::take);
                accept(sample);
                return;
            }
            end(false);
            anyUsed = false;
            if (options.maxLatenessMs() > 0) {
                accept(sample);
                return;
            }
        }
        boolean begins = !anyUsed
                || (options.gapMs() > 0
                        ? showsPause(sample)
                        : options.length() > 0 && sample.seq() / options.length() != sequence);
        if (begins) {
            boolean passed = anyUsed && passesNeededOfOpen(sample);
            if (open) {
                missing += passed ? 1 : 0;
                end(options.gapMs() > 0);
            }
            begin(sample);
        } else {
            boolean behind = options.gapMs() > 0 && options.length() > 0 && sample.seq() >= firstSeq + options.length();
            if (behind && open) {
                missing++;
                end(false);
            }
            if (behind || !open || !isNeeded(sample.seq()) && !passesNeededOfOpen(sample)) {
                skipped++;
                see(sample);
                return;
            }
            missing += passesNeededOfOpen(sample) ? 1 : 0;
        }
        see(sample);
        use(sample);
    }

    private boolean passesNeededOfOpen(Sample sample) {
        for (long between = lastUsed + 1; between < sample.seq(); between++) {
            if (isNeeded(between)) {
                return true;
            }
        }
        // of sequences by number, the next one's first sample is in the later sequence: the open one needed another
        return options.gapMs() == 0 && options.length() > 0 && sample.seq() / options.length() != sequence;
    }

    private void see(Sample sample) {
        if (sample.seq() > lastSeen) {
            lastSeen = sample.seq();
            lastSeenTime = sample.time();
        }
    }

    private void begin(Sample sample) {
        boolean counted = options.gapMs() == 0 && options.length() > 0;
        sequence = counted ? sample.seq() / options.length() : options.endless() ? 0 : sequence + 1;
        firstSeq = counted ? sequence * options.length() : sample.seq();
        joinedAtFirst = sample.seq() == firstSeq;
        missing = joinedAtFirst ? 0 : 1; // the first one is needed and has been passed
        startTime = sample.time();
        lastSeen = -1;
        open = true;
        positions.clear();
        labels = null;
        rnn.reset(state);
    }

    private void use(Sample sample) {
        increment = rnn.step(sample.values(), 0, state);
        anyUsed = true;
        lastUsed = sample.seq();
        lastUsedTime = sample.time();
        positions.add(sample.seq() - firstSeq);
        used++;
        if (options.emission() != Emission.SEQUENCE) {
            List<String> now = labels(rnn.classify(state));
            if (options.emission() == Emission.UPDATE || !now.equals(labels)) {
                result(false);
            }
            labels = now;
            return;
        }
        if (options.length() > 0) {
            for (long later = lastUsed + 1; later < firstSeq + options.length(); later++) {
                if (isNeeded(later)) {
                    return;
                }
            }
            end(options.gapMs() == 0 && joinedAtFirst);
        }
    }

    private List<String> labels(Classification said) {
        List<String> on = new ArrayList<>();
        if (rnn.config().head() == HeadKind.SIGMOID) {
            for (int o = 0; o < said.probabilities().length; o++) {
                if (said.probabilities()[o] >= 0.5f) {
                    on.add(rnn.config().labels().get(o));
                }
            }
        } else {
            on.add(String.valueOf(said.label()));
        }
        return on;
    }

    private void end(boolean complete) {
        if (open && options.emission() == Emission.SEQUENCE) {
            result(complete);
        }
        open = false;
    }

    private void result(boolean complete) {
        boolean counted = options.gapMs() == 0 && options.length() > 0;
        long lastSeq =
                counted && complete ? firstSeq + options.length() - 1 : options.gapMs() > 0 ? lastSeen : lastUsed;
        results.add(new Result(
                sequence,
                firstSeq,
                lastSeq,
                startTime,
                lastUsedTime,
                complete,
                missing,
                options.emission() == Emission.SEQUENCE ? List.copyOf(positions) : List.of(),
                Result.floats(rnn.classify(state).outputs())));
    }
}
