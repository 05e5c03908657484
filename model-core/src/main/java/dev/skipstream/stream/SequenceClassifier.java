package dev.skipstream.stream;

import dev.skipstream.rnn.RnnState;
import java.util.function.Consumer;

/**
 * Serves one sensor's records: judges each sample by the rules, updates the state by the needed ones and gives the
 * results. Jumps from needed sample to needed sample, so a packet costs its updates, not its samples: a record reads the
 * cursor once, and only an update touches the hidden state, at most one read and one write a record.
 *
 * <p>Serves any number of sensors one after another; belongs to one thread. Allocates once a sequence, not once a
 * sample.
 */
public final class SequenceClassifier {
    /** The seq of a record that does not say its own: its samples are counted in the order of arrival. */
    public static final long UNNUMBERED = -1;

    /** A nanosecond, in ms: keeps 0.29·100 at 29 ms when times are rounded down. */
    private static final double TIME_TOLERANCE = 1e-6;

    private final SequenceRules rules;
    private final ServedModels models;
    private final SampleCounters counters;

    // scratch of the record being served
    private ServedModel model; // that `state` fits; null: none yet
    private RnnState state;
    private float[] hidden; // the memory's array that `state` was read from; null: a new one is needed
    private boolean loaded; // `state` holds the open sequence's hidden state

    public SequenceClassifier(SequenceRules rules, ServedModels models, SampleCounters counters) {
        this.rules = rules;
        this.models = models;
        this.counters = counters;
    }

    /**
     * Serves one record: n samples with seqs seq … seq + n − 1, sample i at time + ⌊i·periodMs⌋.
     *
     * @param memory of the record's sensor
     * @param seq of the first sample, or {@link #UNNUMBERED}
     * @param time of the first sample, epoch ms
     * @param periodMs between samples
     * @param values (n, channels)
     * @param out takes the results, in order of seq
     * @return whether the sensor had never been seen
     */
    public boolean accept(
            SensorMemory memory,
            long seq,
            long time,
            double periodMs,
            int channels,
            float[] values,
            Consumer<SequenceResult> out) {
        int n = values.length / channels;
        SensorCursor cursor = memory.cursor();
        boolean isNew = cursor == null;
        boolean cursorChanged = false;
        boolean hiddenChanged = false;
        hidden = null;
        loaded = false;

        long first = seq;
        if (seq == UNNUMBERED) {
            first = isNew ? 0 : cursor.arrivals;
        }
        int i = 0;
        while (i < n) {
            long at = first + i;
            long sampleTime = time + (long) Math.floor(i * periodMs + TIME_TOLERANCE);
            switch (rules.judge(cursor, at, sampleTime)) {
                case LATE -> {
                    counters.late++;
                    i++;
                }
                case SKIPPED -> {
                    int run = (int) Math.min(n - i, cursor.nextNeeded - at);
                    counters.skipped += run;
                    i += run;
                }
                case RESTART -> {
                    close(cursor, memory, out);
                    cursor = new SensorCursor();
                    begin(cursor, at, sampleTime);
                    hiddenChanged = use(cursor, at, sampleTime, values, i * channels, memory, out);
                    cursorChanged = true;
                    i++;
                }
                case NEEDED -> {
                    if (cursor == null) {
                        cursor = new SensorCursor();
                        begin(cursor, at, sampleTime);
                    } else if (rules.beginsSequence(cursor, at)) {
                        if (cursor.open) {
                            rules.passOver(cursor);
                            close(cursor, memory, out);
                        }
                        begin(cursor, at, sampleTime);
                    }
                    hiddenChanged = use(cursor, at, sampleTime, values, i * channels, memory, out);
                    cursorChanged = true;
                    i++;
                }
            }
        }
        if (seq == UNNUMBERED && n > 0) {
            cursor.arrivals = first + n;
            cursorChanged = true;
        }
        if (hiddenChanged) {
            storeHidden(memory);
        }
        if (cursorChanged) {
            memory.cursor(cursor);
        }
        return isNew;
    }

    /**
     * Closes the sensor's open sequence, if there is one, with an incomplete result: at the end of the input.
     * {@code missing} does not change.
     */
    public void close(SensorMemory memory, Consumer<SequenceResult> out) {
        SensorCursor cursor = memory.cursor();
        hidden = null;
        loaded = false;
        if (cursor != null && cursor.open) {
            close(cursor, memory, out);
            memory.cursor(cursor);
        }
    }

    private void begin(SensorCursor cursor, long seq, long time) {
        rules.begin(cursor, seq, time);
        serve(models.starting(time));
        cursor.model = model.id();
        model.rnn().reset(state);
        loaded = true;
    }

    /** Updates the state by one sample. Returns whether the hidden state must be written afterwards. */
    private boolean use(
            SensorCursor cursor,
            long seq,
            long time,
            float[] values,
            int offset,
            SensorMemory memory,
            Consumer<SequenceResult> out) {
        loadHidden(cursor, memory);
        float increment = model.rnn().step(values, offset, state);
        rules.use(cursor, seq, time, increment);
        counters.used++;
        if (!rules.isDecided(cursor)) {
            return true;
        }
        boolean complete = cursor.joinedAtStart;
        emit(cursor, complete ? rules.lastSeq(cursor) : seq, complete, out);
        forgetHidden(memory);
        return false;
    }

    /** Gives an open sequence's incomplete result. */
    private void close(SensorCursor cursor, SensorMemory memory, Consumer<SequenceResult> out) {
        if (!cursor.open) {
            return;
        }
        loadHidden(cursor, memory);
        emit(cursor, cursor.lastUsed, false, out);
        forgetHidden(memory);
    }

    private void emit(SensorCursor cursor, long lastSeq, boolean complete, Consumer<SequenceResult> out) {
        cursor.open = false;
        if (complete) {
            counters.complete++;
        } else {
            counters.incomplete++;
        }
        out.accept(new SequenceResult(
                cursor.sequence,
                cursor.firstSeq,
                lastSeq,
                cursor.startTime,
                cursor.lastTime,
                model.rnn().classify(state),
                cursor.updates,
                complete,
                cursor.missing,
                model));
    }

    private void loadHidden(SensorCursor cursor, SensorMemory memory) {
        if (!loaded) {
            serve(models.running(cursor.model));
            hidden = memory.hidden();
            state.load(hidden);
            loaded = true;
        }
    }

    private void storeHidden(SensorMemory memory) {
        if (hidden == null) {
            hidden = new float[state.size()];
        }
        state.store(hidden);
        memory.hidden(hidden);
    }

    private void forgetHidden(SensorMemory memory) {
        if (hidden != null) { // else the sequence began in this record, and the memory holds nothing of it
            memory.clearHidden();
            hidden = null;
        }
        loaded = false;
    }

    private void serve(ServedModel next) {
        if (model != next) {
            model = next;
            state = next.rnn().newState();
        }
    }
}
