package dev.skipstream.cli;

import dev.skipstream.train.TrainingObserver;
import dev.skipstream.train.TrainingRun;
import dev.skipstream.train.Validation;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows a training: loss, accuracy, updates, iterations a second, time left; on a terminal as a bar, else as a line every
 * ten seconds. And writes it to a CSV file.
 */
final class TrainProgress implements TrainingObserver, AutoCloseable {
    private static final int WIDTH = 150; // characters
    private static final String HEADER =
            "iteration,seconds,loss,task_loss,accuracy,updates,gradient_norm,learning_rate,cost_per_sample";
    private static final long LINE_NS = 10_000_000_000L; // between lines where there is no terminal
    private static final double SMOOTH = 0.98; // of the means shown

    private final PrintWriter terminal;
    private final ProgressBar bar; // null: no terminal
    private final BufferedWriter log; // null: none
    private double loss = Double.NaN;
    private double accuracy = Double.NaN;
    private double updates = Double.NaN;
    private String best = ""; // of the validations
    private final LossRise rise = new LossRise();
    private final long begin = System.nanoTime();
    private long lastLine = begin; // System.nanoTime
    private final int first; // iterations done before
    private int iterations; // planned
    private int done;

    /**
     * @param logFile null: none
     * @param resumedAt iterations done before: the log's lines up to there are kept
     */
    TrainProgress(Path logFile, int resumedAt, PrintWriter terminal) throws IOException {
        this.terminal = terminal;
        this.first = resumedAt;
        List<String> kept = logFile == null ? List.of() : kept(logFile, resumedAt);
        log = logFile == null ? null : Files.newBufferedWriter(logFile, StandardCharsets.UTF_8);
        if (log != null) {
            log.write(HEADER + "\n");
            for (String line : kept) {
                log.write(line + "\n");
            }
        }
        bar = Terminal.isStderr() ? bar() : null;
    }

    private ProgressBar bar() {
        return new ProgressBarBuilder()
                .setTaskName("train")
                .setInitialMax(1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .showSpeed(new DecimalFormat(" 0 it", DecimalFormatSymbols.getInstance(Locale.ROOT)))
                .setConsumer(new Line())
                .build();
    }

    /** Lines of an earlier log up to an iteration. */
    private static List<String> kept(Path logFile, int resumedAt) throws IOException {
        if (resumedAt == 0 || !Files.exists(logFile)) {
            return List.of();
        }
        List<String> kept = new ArrayList<>();
        for (String line : Files.readAllLines(logFile, StandardCharsets.UTF_8)) {
            String iteration = line.substring(0, Math.max(0, line.indexOf(',')));
            if (iteration.matches("\\d{1,9}") && Integer.parseInt(iteration) <= resumedAt) {
                kept.add(line);
            }
        }
        return kept;
    }

    @Override
    public void planned(int iterations) {
        this.iterations = iterations;
        if (bar != null) {
            bar.maxHint(iterations);
        }
    }

    @Override
    public void iterated(TrainingRun.Iteration it) {
        loss = smooth(loss, it.taskLoss());
        rise.add(it.taskLoss());
        accuracy = smooth(accuracy, it.accuracy());
        updates = smooth(updates, it.updates());
        done = it.iteration();
        if (bar == null) {
            printNowAndThen();
        } else {
            bar.stepTo(done);
            if (done % 16 == 1) {
                bar.setExtraMessage(" " + means());
            }
        }
        if (log != null) {
            write(it);
        }
    }

    private String means() {
        String right = Double.isNaN(accuracy) ? "" : String.format(Locale.ROOT, ", %.2f %% right", 100 * accuracy);
        return String.format(Locale.ROOT, "loss %.4f%s, %.1f updates%s", loss, right, updates, best);
    }

    private void printNowAndThen() {
        long now = System.nanoTime();
        if (now - lastLine < LINE_NS) {
            return;
        }
        lastLine = now;
        double perSecond = (done - first) / ((now - begin) * 1e-9);
        terminal.printf(
                Locale.ROOT,
                "train: %d of %d, %s, %.0f it/s, %.0f s left%n",
                done,
                iterations,
                means(),
                perSecond,
                Math.max(0, iterations - done) / perSecond);
        terminal.flush();
    }

    @Override
    public void validated(int iteration, Validation v, boolean isBest) {
        if (isBest) {
            String quality = Double.isNaN(v.accuracy())
                    ? String.format(Locale.ROOT, "%.4g", v.taskLoss())
                    : String.format(Locale.ROOT, "%.2f %%", 100 * v.accuracy());
            best = String.format(Locale.ROOT, "; best %s, %.1f updates", quality, v.updates());
        }
    }

    private static double smooth(double mean, double next) {
        return Double.isNaN(mean) ? next : SMOOTH * mean + (1 - SMOOTH) * next;
    }

    private void write(TrainingRun.Iteration it) {
        try {
            log.write(String.format(
                    Locale.ROOT,
                    "%d,%.3f,%.6g,%.6g,%s,%.4f,%s,%.4g,%.4g%n",
                    it.iteration(),
                    it.seconds(),
                    it.loss(),
                    it.taskLoss(),
                    number(it.accuracy()),
                    it.updates(),
                    number(it.gradientNorm()),
                    it.learningRate(),
                    it.costPerSample()));
        } catch (IOException e) {
            throw new UncheckedIOException("--log: " + e.getMessage(), e);
        }
    }

    /** Empty where there is no number. */
    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.5g", value);
    }

    @Override
    public void noted(String message) {
        if (bar != null) {
            bar.pause();
            terminal.println();
        }
        terminal.println("train: " + message);
        terminal.flush();
        if (bar != null) {
            bar.resume();
        }
    }

    /** What to try after a training that has ended worse than it began; empty: it has not. */
    Optional<String> rise() {
        return rise.warning();
    }

    @Override
    public void close() throws IOException {
        if (bar != null) {
            bar.close();
        }
        if (log != null) {
            log.close();
        }
    }

    /** One line of the terminal, written over and over. */
    private final class Line implements ProgressBarConsumer {
        @Override
        public int getMaxRenderedLength() {
            return WIDTH;
        }

        @Override
        public void accept(String text) {
            terminal.print('\r' + text);
            terminal.flush();
        }

        @Override
        public void close() {
            terminal.println();
            terminal.flush();
        }
    }
}
