package dev.skipstream.stream;

import dev.skipstream.rnn.Classification;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The open sequence of the sensor in hand: what its used samples do to the network, and the results that leave. It
 * moves the cursor as the rules say, and leaves it to the caller to write it.
 *
 * <p>Serves any number of sensors one after another; belongs to one thread. Allocates for results, and where every
 * change of label is one, but not once a sample.
 */
final class OpenSequence {
    private final SequenceRules rules;
    private final Sequences sequences;
    private final SampleCounters counters;
    private final HiddenState hidden;
    private final UsedPositions used;

    // of the record in hand
    private SensorCursor cursor;
    private Consumer<SequenceResult> out;

    /**
     * @param stepNanos takes the durations of some updates, ns; null = nobody asks
     */
    OpenSequence(SequenceRules rules, ServedModels models, SampleCounters counters, LongConsumer stepNanos) {
        this.rules = rules;
        this.sequences = rules.sequences();
        this.counters = counters;
        hidden = new HiddenState(models, stepNanos);
        used = new UsedPositions(rules.notesUsed());
    }

    /** Turns to a sensor, whose sequence may be open or not. */
    void turnTo(SensorMemory memory, SensorCursor cursor, Consumer<SequenceResult> out) {
        this.cursor = cursor;
        this.out = out;
        hidden.turnTo(memory, cursor);
        used.turnTo(memory, cursor);
    }

    /** Begins a sequence, of which this will be the first used sample; none is open. */
    void begin(long seq, long time) {
        begin(seq, time, time);
    }

    private void begin(long seq, long time, long modelTime) {
        rules.begin(cursor, seq, time);
        hidden.begin(cursor, modelTime);
    }

    /** Begins an endless sequence anew where another model is to begin those of now. Time that goes back changes none. */
    void followModel(long seq, long time) {
        if (rules.resetsOnModelChange()) {
            long now = Math.max(time, cursor.lastTime);
            if (hidden.isOutdated(cursor, now)) {
                end(false);
                begin(seq, time, now);
            }
        }
    }

    /** Updates the state with sample i; a result that is due leaves. */
    void use(Packet packet, int i) {
        boolean first = cursor.updates == 0;
        Classification before = rules.emission() == Emission.CHANGE && !first ? hidden.classify(cursor) : null;
        float increment = hidden.step(cursor, packet.values(), packet.offsetOf(i));
        rules.use(cursor, packet.seqOf(i), packet.timeOf(i), increment);
        used.add(cursor);
        counters.used++;
        switch (rules.emission()) {
            case SEQUENCE -> {
                if (rules.isDecided(cursor)) {
                    end(sequences.isCompleteAtEnd(cursor));
                }
            }
            case UPDATE -> emit(false, hidden.classify(cursor));
            case CHANGE -> {
                Classification now = hidden.classify(cursor);
                if (first
                        || LabelChange.between(
                                before, now, hidden.model().rnn().config().head())) {
                    emit(false, now);
                }
            }
        }
    }

    /** Ends the sequence; its result leaves now, unless some have at its updates. */
    void end(boolean complete) {
        if (rules.emission() == Emission.SEQUENCE) {
            emit(complete, hidden.classify(cursor));
        }
        if (complete) {
            counters.complete++;
        } else {
            counters.incomplete++;
        }
        cursor.open = false;
        hidden.forget();
    }

    private void emit(boolean complete, Classification classification) {
        counters.emitted++;
        out.accept(new SequenceResult(
                cursor.sequence,
                cursor.firstSeq,
                sequences.lastSeq(cursor, complete),
                cursor.startTime,
                cursor.lastTime,
                classification,
                cursor.updates,
                complete,
                cursor.missing,
                used.take(cursor),
                hidden.model()));
    }

    /** Writes what the record has changed of it; of one that has ended, nothing is kept. */
    void store() {
        if (cursor.open) {
            hidden.store();
            used.store();
        }
    }
}
