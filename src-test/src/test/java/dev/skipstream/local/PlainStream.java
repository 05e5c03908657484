package dev.skipstream.local;

import dev.skipstream.rnn.Classification;
import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.SkipRnn;
import java.util.ArrayList;
import java.util.List;

/**
 * What one sensor's stream must give, written as plainly as the rules are told: it asks of every seq whether it is
 * needed instead of computing where the next needed one is. For sequences of T samples, without waiting.
 */
final class PlainStream {
    /** A result as far as the rules decide it. */
    record Result(
            long sequence,
            long firstSeq,
            long lastSeq,
            long startTime,
            long endTime,
            long updates,
            boolean complete,
            long missing,
            List<Float> outputs) {}

    private final SkipRnn rnn;
    private final int length;
    private final long restartGapMs;
    private final RnnState state;
    final List<Result> results = new ArrayList<>();
    long used;
    long skipped;
    long late;

    private boolean seen;
    private boolean open; // the sequence waits for its result
    private long sequence;
    private boolean joinedAtFirst;
    private long missing;
    private long updates;
    private long startTime;
    private long lastUsed;
    private long lastTime;
    private float increment;

    PlainStream(SkipRnn rnn, int length, long restartGapMs) {
        this.rnn = rnn;
        this.length = length;
        this.restartGapMs = restartGapMs;
        state = rnn.newState();
    }

    void accept(Sample sample) {
        if (seen && sample.seq() <= lastUsed) {
            if (sample.time() <= lastTime + restartGapMs) {
                late++;
                return;
            }
            end(false);
            begin(sample);
        } else if (!seen) {
            begin(sample);
        } else if (sample.seq() / length != sequence) {
            if (open) {
                missing++; // a needed one has not come and cannot come any more
                end(false);
            }
            begin(sample);
        } else if (!isNeeded(sample.seq()) && !passesNeeded(sample.seq())) {
            skipped++;
            return;
        } else if (passesNeeded(sample.seq())) {
            missing++;
        }
        use(sample);
    }

    /** The input has ended. */
    void end() {
        end(false);
    }

    private void begin(Sample sample) {
        seen = true;
        open = true;
        sequence = sample.seq() / length;
        joinedAtFirst = sample.seq() % length == 0;
        missing = joinedAtFirst ? 0 : 1; // the first one is needed and has been passed
        updates = 0;
        startTime = sample.time();
        rnn.reset(state);
    }

    private void use(Sample sample) {
        increment = rnn.step(sample.floats(), 0, state);
        lastUsed = sample.seq();
        lastTime = sample.time();
        updates++;
        used++;
        if (!passesNeeded((sequence + 1) * length)) {
            end(joinedAtFirst);
        }
    }

    private boolean isNeeded(long seq) {
        return Math.min(1f, (seq - lastUsed) * increment) >= 0.5f;
    }

    /** Whether a needed sample lies between the last used one and this. */
    private boolean passesNeeded(long seq) {
        for (long between = lastUsed + 1; between < seq; between++) {
            if (isNeeded(between)) {
                return true;
            }
        }
        return false;
    }

    private void end(boolean complete) {
        if (!open) {
            return;
        }
        open = false;
        Classification said = rnn.classify(state);
        List<Float> outputs = new ArrayList<>();
        for (float output : said.outputs()) {
            outputs.add(output);
        }
        long first = sequence * length;
        long last = complete ? first + length - 1 : lastUsed;
        results.add(new Result(sequence, first, last, startTime, lastTime, updates, complete, missing, outputs));
    }
}
