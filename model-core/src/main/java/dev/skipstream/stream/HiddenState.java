package dev.skipstream.stream;

import dev.skipstream.rnn.Classification;
import dev.skipstream.rnn.RnnState;
import java.util.function.LongConsumer;

/**
 * The hidden state of the open sequence in hand, between memory and network: read at most once a record, when it is
 * first asked for, and written at most once. Serves any number of sensors one after another; belongs to one thread.
 */
final class HiddenState {
    /** The clock is looked at for one step in so many. */
    private static final int TIMED = 16;

    private final ServedModels models;
    private final LongConsumer stepNanos;

    private ServedModel model; // that `state` fits; null: none yet
    private RnnState state;
    private long steps;

    // of the record in hand
    private SensorMemory memory;
    private boolean remembered; // the memory holds the open sequence's hidden state
    private boolean loaded; // `state` holds it
    private boolean changed; // `state` has gone on since
    private float[] stored; // the memory's array; null: a new one is needed

    /**
     * @param stepNanos takes the duration of some steps, ns; null = nobody asks
     */
    HiddenState(ServedModels models, LongConsumer stepNanos) {
        this.models = models;
        this.stepNanos = stepNanos;
    }

    /** Turns to a sensor. */
    void turnTo(SensorMemory memory, SensorCursor cursor) {
        this.memory = memory;
        remembered = cursor.open;
        loaded = false;
        changed = false;
        stored = null;
    }

    ServedModel model() {
        return model;
    }

    /** Whether a sequence that begins at this time would begin with another model than the open one's. */
    boolean isOutdated(SensorCursor cursor, long time) {
        return models.starting(time).id() != cursor.model;
    }

    /** Begins a sequence whose first sample has this time. */
    void begin(SensorCursor cursor, long time) {
        serve(models.starting(time));
        cursor.model = model.id();
        model.rnn().reset(state);
        loaded = true;
    }

    /** Goes one sample on. Returns Δũ. */
    float step(SensorCursor cursor, float[] values, int offset) {
        load(cursor);
        changed = true;
        if (stepNanos == null || steps++ % TIMED != 0) {
            return model.rnn().step(values, offset, state);
        }
        long start = System.nanoTime();
        float increment = model.rnn().step(values, offset, state);
        stepNanos.accept(System.nanoTime() - start);
        return increment;
    }

    /** What the network says now. */
    Classification classify(SensorCursor cursor) {
        load(cursor);
        return model.rnn().classify(state);
    }

    private void load(SensorCursor cursor) {
        if (!loaded) {
            serve(models.running(cursor.model));
            stored = memory.hidden();
            state.load(stored);
            loaded = true;
        }
    }

    /** Writes what has changed. */
    void store() {
        if (changed) {
            if (stored == null) {
                stored = new float[state.size()];
            }
            state.store(stored);
            memory.hidden(stored);
            changed = false;
            remembered = true;
        }
    }

    /** The sequence has ended. */
    void forget() {
        if (remembered) { // else it began in this record, and the memory holds nothing of it
            memory.clearHidden();
        }
        remembered = false;
        loaded = false;
        changed = false;
        stored = null;
    }

    private void serve(ServedModel next) {
        if (model != next) {
            model = next;
            state = next.rnn().newState();
        }
    }
}
