package dev.skipstream.local;

import dev.skipstream.cli.Terminal;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * Says on stderr what a running job has done so far: on a terminal one line, written over every two seconds; else a line
 * every ten.
 */
final class JobStatus implements AutoCloseable {
    private static final int TERMINAL_S = 2;
    private static final int LINES_S = 10;

    /** Of so many records, this share rejected is worth a word: somebody has taken the wrong format. */
    private static final long ENOUGH = 20;

    private static final double NEARLY_ALL = 0.9;

    private final ToLongFunction<String> counts;
    private final String rejectedTopic;
    private final PrintWriter err;
    private final boolean terminal = Terminal.isStderr();
    private EverySecond ticks;
    private boolean hinted;
    private boolean open; // the terminal's line has no end yet

    /** @param counts by name, at the moment; may be asked by another thread */
    JobStatus(ToLongFunction<String> counts, String rejectedTopic, PrintWriter err) {
        this.counts = counts;
        this.rejectedTopic = rejectedTopic;
        this.err = err;
    }

    void start() {
        ticks = EverySecond.run(this::tick);
    }

    /** Called every second. */
    synchronized void tick(long second) {
        if (second % (terminal ? TERMINAL_S : LINES_S) != 0) {
            return;
        }
        if (counts.applyAsLong("recordsRead") >= ENOUGH) {
            hint(counts);
        }
        String line = line(second);
        if (terminal) {
            err.print('\r' + line + "  ");
            open = true;
        } else {
            err.println(line);
        }
        err.flush();
    }

    private String line(long second) {
        long used = counts.applyAsLong("samplesUsed");
        long samples = used
                + counts.applyAsLong("samplesSkipped")
                + counts.applyAsLong("samplesLate")
                + counts.applyAsLong("samplesBuffered");
        return String.format(
                Locale.ROOT,
                "%d s: %d records read, %d rejected, %d samples, %s of them used, %d results",
                second,
                counts.applyAsLong("recordsRead"),
                counts.applyAsLong("recordsRejected"),
                samples,
                samples == 0 ? "none" : String.format(Locale.ROOT, "%.1f %%", 100.0 * used / samples),
                counts.applyAsLong("sequencesCompleted") + counts.applyAsLong("sequencesIncomplete"));
    }

    /** Once: where to look when nearly nothing is understood. */
    synchronized void hint(ToLongFunction<String> seen) {
        long read = seen.applyAsLong("recordsRead");
        long rejected = seen.applyAsLong("recordsRejected");
        if (hinted || rejected == 0 || rejected < NEARLY_ALL * read) {
            return;
        }
        hinted = true;
        endLine();
        err.println("job: " + rejected + " of " + read + " records are rejected; why stands in their header"
                + " skipstream.error on topic " + rejectedTopic + " (is --format that of the records, --model of their"
                + " channels?)");
        err.flush();
    }

    private void endLine() {
        if (open) {
            err.println();
            open = false;
        }
    }

    @Override
    public void close() {
        ticks.close();
        synchronized (this) {
            endLine();
            err.flush();
        }
    }
}
