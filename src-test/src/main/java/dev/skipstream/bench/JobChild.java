package dev.skipstream.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.flink.util.FileUtils;

/**
 * A JVM that runs one job on a Flink cluster of its own and measures it when told to: lines on stdin ask, lines on stdout
 * answer.
 *
 * <pre>
 *                 → ready                    all tasks are open, all sensors known
 *   measure MS    → measured RECORDS NANOS   records sent while the job ran, in its steady state
 *   checkpoint    → checkpoint BYTES MS      the state's size, the time from trigger to completion
 *   (end of input)  ends the JVM
 * </pre>
 *
 * <p>The job stands still between measurements, so several such JVMs can take turns on one machine. A slow machine is
 * waited for: the JVM gives up only when no record has moved for two minutes, says so on stderr and ends with 1.
 */
public final class JobChild {
    /** A job runs before each window. */
    static final int RAMP_MS = 300;

    private static final int POLL_MS = 20;
    private static final int STATE_POLL_MS = 100; // a look at the job's graph is not free
    private static final int PATIENCE_S = 120;

    private final JobCase description;
    private final RunningJob job;
    private final long available; // records that the source can send

    private JobChild(JobCase description, RunningJob job) {
        this.description = description;
        this.job = job;
        available = description.input() == JobCase.Input.KAFKA
                ? KafkaTopics.records(description.servers())
                : Long.MAX_VALUE;
    }

    /** @param arguments the case as JSON */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        JobCase description = new ObjectMapper().readValue(arguments[0], JobCase.class);
        Path directory = Files.createTempDirectory("skipstream-bench");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory))); // when a signal ends it
        try {
            new JobChild(description, RunningJob.submit(description, directory)).serve(out);
            halt(0, directory);
        } catch (Exception | LinkageError e) {
            e.printStackTrace();
            halt(1, directory);
        }
    }

    /** Ends the JVM with its job, which has nothing left to say. */
    private static void halt(int status, Path directory) {
        delete(directory);
        Runtime.getRuntime().halt(status);
    }

    private static void delete(Path directory) {
        FileUtils.deleteDirectoryQuietly(directory.toFile());
    }

    private void serve(PrintStream out) throws Exception {
        awaitSteadyState();
        out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(line.equals("checkpoint") ? checkpoint() : measure(Integer.parseInt(line.split(" ")[1])));
        }
    }

    private void awaitSteadyState() throws Exception {
        long sent = 0;
        long since = System.nanoTime();
        while (!job.isRunning() || !RunControl.areFilled(description.parallelism())) {
            if (RunControl.sent() != sent) {
                sent = RunControl.sent();
                since = System.nanoTime();
            }
            requirePatience(since);
            Thread.sleep(STATE_POLL_MS);
        }
    }

    private String measure(int millis) throws Exception {
        RunControl.resume();
        awaitMoreThan(RunControl.sent());
        Thread.sleep(RAMP_MS);
        long before = RunControl.sent();
        long from = System.nanoTime();
        Thread.sleep(millis);
        awaitMoreThan(before); // a window in which nothing moved is stretched until something does
        long records = RunControl.sent() - before;
        long nanos = System.nanoTime() - from;
        RunControl.pause();
        job.isRunning(); // or has failed
        if (RunControl.sent() >= available) {
            throw new IOException("topic must hold more records than are read, found its end after " + available);
        }
        return String.format(Locale.ROOT, "measured %d %d", records, nanos);
    }

    private String checkpoint() throws Exception {
        long[] checkpoint = job.checkpoint();
        return String.format(Locale.ROOT, "checkpoint %d %d", checkpoint[0], checkpoint[1]);
    }

    private void awaitMoreThan(long sent) throws Exception {
        long since = System.nanoTime();
        while (RunControl.sent() <= sent) {
            job.isRunning(); // or has failed
            requirePatience(since);
            Thread.sleep(POLL_MS);
        }
    }

    private static void requirePatience(long since) throws IOException {
        if (System.nanoTime() - since > PATIENCE_S * 1_000_000_000L) {
            throw new IOException(
                    "sources must send a record within " + PATIENCE_S + " s, found none after " + RunControl.sent());
        }
    }
}
