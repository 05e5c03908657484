package dev.skipstream.stream;

import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Serves one sensor's records: judges each sample by the rules, lets it wait where it has to, and gives the needed ones
 * to the open sequence, from which the results come. Jumps from needed sample to needed sample, so a packet costs its
 * updates, not its samples: a record reads the cursor once, and only an update touches the hidden state, at most one
 * read and one write a record.
 *
 * <p>Serves any number of sensors one after another; belongs to one thread. Allocates once a sequence, and where samples
 * wait, but not once a sample.
 */
public final class SequenceClassifier {
    /** The seq of a record that does not say its own: its samples are counted in the order of arrival. */
    public static final long UNNUMBERED = -1;

    private final SequenceRules rules;
    private final Sequences sequences;
    private final SampleCounters counters;
    private final OpenSequence running;
    private final Packet record = new Packet();

    // of the record being served
    private SensorMemory memory;
    private SensorCursor cursor;
    private boolean changed; // the cursor is to be written

    public SequenceClassifier(SequenceRules rules, ServedModels models, SampleCounters counters) {
        this(rules, models, counters, null);
    }

    /**
     * @param stepNanos takes the durations of some updates, ns; null = nobody asks
     */
    public SequenceClassifier(
            SequenceRules rules, ServedModels models, SampleCounters counters, LongConsumer stepNanos) {
        this.rules = rules;
        this.sequences = rules.sequences();
        this.counters = counters;
        running = new OpenSequence(rules, models, counters, stepNanos);
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
     * @return whether the sensor's timers are to be set: it had never been seen, or has no idle timer yet
     */
    public boolean accept(
            SensorMemory memory,
            long seq,
            long time,
            double periodMs,
            int channels,
            float[] values,
            Consumer<SequenceResult> out) {
        SensorCursor known = memory.cursor();
        int n = channels == 1 ? values.length : values.length / channels;
        if (known != null && seq != UNNUMBERED && rules.skipsWithoutTrace(known, seq, seq + n)) {
            counters.skipped += n;
            return false;
        }
        turnTo(memory, known == null ? new SensorCursor() : known, out);
        boolean setTimers = known == null || setsIdleTimer();
        changed |= setTimers;
        if (cursor.idle) {
            cursor.idle = false;
            changed = true;
        }
        boolean unnumbered = seq == UNNUMBERED;
        record.hold(unnumbered ? cursor.arrivals : seq, time, periodMs, channels, 0, values);
        int i = 0;
        while (i < record.end()) {
            int from = i;
            if (rules.mustWait(cursor, record.seqOf(i), record.timeOf(i))) {
                i = letWait(i);
            } else {
                // each sample may end a wait, and what has waited comes before the next
                i += serve(record, i, cursor.buffered == 0 ? record.end() : i + 1);
            }
            if (cursor.buffered > 0) {
                endWaits(record.timeOf(Math.max(from, i - 1)));
            }
        }
        if (unnumbered) {
            cursor.arrivals = record.seqOf(record.end());
            changed = true;
        }
        store();
        return setTimers;
    }

    /**
     * Ends the sensor's stream, at the end of the input: ends every wait, closes the open sequence with an incomplete
     * result, and forgets the sensor. {@code missing} does not change.
     */
    public void close(SensorMemory memory, Consumer<SequenceResult> out) {
        SensorCursor known = memory.cursor();
        if (known != null) {
            turnTo(memory, known, out);
            end();
        }
    }

    /**
     * Closes the sensor's open sequence with an incomplete result if it runs with this model, which is about to be
     * dropped. What still comes of the sequence counts as skipped; {@code missing} does not change.
     */
    public void closeRunning(ServedModel dropped, SensorMemory memory, Consumer<SequenceResult> out) {
        SensorCursor known = memory.cursor();
        if (known != null && known.open && known.model == dropped.id()) {
            turnTo(memory, known, out);
            running.end(false);
            rules.abandon(cursor);
            memory.cursor(cursor);
        }
    }

    /**
     * The sensor's idle timer has fired. The first time it marks the cursor, and the next record takes the mark away; if
     * it finds its own mark, the sensor's stream ends.
     *
     * @return whether the timer is to be set again
     */
    public boolean idle(SensorMemory memory, Consumer<SequenceResult> out) {
        SensorCursor known = memory.cursor();
        if (known == null) {
            return false;
        }
        turnTo(memory, known, out);
        if (cursor.idle) {
            end();
            return false;
        }
        cursor.idle = rules.idleTimeoutMs() > 0;
        cursor.timed = cursor.idle; // with a timer of an earlier run, which was told to, and this one is not: no more
        memory.cursor(cursor);
        return cursor.timed;
    }

    private void turnTo(SensorMemory memory, SensorCursor cursor, Consumer<SequenceResult> out) {
        this.memory = memory;
        this.cursor = cursor;
        changed = false;
        running.turnTo(memory, cursor, out);
    }

    private boolean setsIdleTimer() {
        if (rules.idleTimeoutMs() == 0 || cursor.timed) {
            return false;
        }
        cursor.timed = true;
        return true;
    }

    private void store() {
        running.store();
        if (changed) {
            memory.cursor(cursor);
        }
    }

    private void end() {
        if (cursor.buffered > 0) {
            takeBuffered(true);
        }
        if (cursor.open) {
            running.end(false);
        }
        memory.clearCursor();
    }

    /** Serves samples from i on that are judged alike. Returns how many: 0 if sample i is to be judged again. */
    private int serve(Packet packet, int i, int to) {
        long seq = packet.seqOf(i);
        long time = packet.timeOf(i);
        switch (rules.judge(cursor, seq, time)) {
            case LATE -> {
                int run = rules.lateRun(cursor, packet, i, to);
                counters.late += run;
                return run;
            }
            case SKIPPED -> {
                int run = sequences.skippedRun(cursor, packet, i, to);
                counters.skipped += run;
                changed |= sequences.see(cursor, packet.seqOf(i + run - 1), packet.timeOf(i + run - 1));
                return run;
            }
            case ENDS -> {
                cursor.missing++;
                running.end(false);
                counters.skipped++;
                changed |= sequences.see(cursor, seq, time);
                return 1;
            }
            case RESTART -> {
                restart();
                return 0;
            }
            case BEGINS -> {
                if (cursor.open) {
                    running.end(sequences.endBefore(cursor, seq));
                }
                running.begin(seq, time);
            }
            case NEEDED -> running.followModel(seq, time);
        }
        running.use(packet, i);
        changed = true;
        return 1;
    }

    /** The device counts anew. Samples that wait are of its count before: they do not wait any longer. */
    private void restart() {
        changed = true;
        if (cursor.buffered > 0) {
            takeBuffered(true);
            return; // they may have been used until after the sample that seemed to come from a restart
        }
        if (cursor.open) {
            running.end(false);
        }
        cursor.restart();
    }

    /** Lets the record's samples from i on wait, until they may end a wait. Returns the index after the last of them. */
    private int letWait(int i) {
        int to = rules.endOfWait(cursor, record, i);
        memory.addBuffered(record.slice(i, to));
        cursor.letWait(record, i, to);
        counters.buffered += to - i;
        changed = true;
        return to;
    }

    /** Takes the samples that need not, or cannot, wait any longer, now that one of this time has come. */
    private void endWaits(long latest) {
        if (latest > cursor.greatestTime) {
            cursor.greatestTime = latest;
            changed = true;
        }
        if (rules.endsWait(cursor, cursor.lowestBuffered, cursor.lowestBufferedTime, cursor.buffered)) {
            takeBuffered(false);
        }
    }

    /** Takes samples that wait, in order of seq: all, or until one has to wait further. */
    private void takeBuffered(boolean all) {
        LatenessBuffer waiting = new LatenessBuffer(memory.buffered());
        cursor.buffered = 0; // a restart among them finds none that wait
        changed = true;
        while (waiting.size() > 0 && (all || rules.endsWait(cursor, waiting.seq(), waiting.time(), waiting.size()))) {
            int taken = serve(waiting.packet(), waiting.index(), waiting.index() + 1);
            if (taken > 0) {
                waiting.remove();
                counters.buffered--;
            }
        }
        memory.buffered(waiting.rest());
        cursor.letWait(waiting);
    }
}
