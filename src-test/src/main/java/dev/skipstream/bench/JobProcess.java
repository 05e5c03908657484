package dev.skipstream.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link JobChild} as its parent sees it. Belongs to one thread. */
final class JobProcess implements AutoCloseable {
    private static final int PATIENCE_S = 10;

    private final JobCase job;
    private final Process process;
    private final BufferedReader answers;
    private final LastLines errors;
    private final PrintStream questions;

    private JobProcess(JobCase job, Process process) {
        this.job = job;
        this.process = process;
        answers = process.inputReader(StandardCharsets.UTF_8);
        errors = new LastLines(process.errorReader(StandardCharsets.UTF_8));
        questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /**
     * Starts the job in a JVM of its own, waits until its sensors are known, and warms it up.
     *
     * @param core where the JVM runs while it starts, if the job's parallelism is 1 and this machine can do that
     * @throws IOException if it does not start; the message holds the last lines of its stderr
     */
    static JobProcess start(JobCase job, int core, JobTiming timing) throws IOException {
        List<String> command = new ArrayList<>();
        if (job.parallelism() == 1 && Cores.canPin()) {
            command.addAll(List.of("taskset", "-c", Integer.toString(core)));
        }
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(timing.flags());
        command.addAll(List.of(JobChild.class.getName(), new ObjectMapper().writeValueAsString(job)));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path")); // too long for `ps`
        JobProcess child = new JobProcess(job, builder.start());
        try {
            child.answer("ready");
            child.measure(timing.warmUpMs());
        } catch (IOException e) {
            child.close();
            throw e;
        }
        return child;
    }

    /** Moves the JVM to another core, if it was bound to one. */
    void moveTo(int core) throws IOException {
        if (job.parallelism() == 1 && Cores.canPin()) {
            Cores.pin(process.pid(), core);
        }
    }

    /** Lets the job run for so long and returns its records/s. */
    double measure(int millis) throws IOException {
        questions.println("measure " + millis);
        String[] answer = answer("measured").split(" ");
        return 1e9 * Long.parseLong(answer[1]) / Long.parseLong(answer[2]);
    }

    /** Takes a checkpoint and returns its bytes and milliseconds. */
    long[] checkpoint() throws IOException {
        questions.println("checkpoint");
        String[] answer = answer("checkpoint").split(" ");
        return new long[] {Long.parseLong(answer[1]), Long.parseLong(answer[2])};
    }

    private String answer(String expected) throws IOException {
        String line = answers.readLine();
        if (line == null || !line.startsWith(expected)) {
            throw new IOException("job '" + job.name() + "' must answer '" + expected + "', found "
                    + (line == null ? "its end, " + lastWords() : line));
        }
        return line;
    }

    /** Exit status and the last lines of stderr. */
    private String lastWords() {
        try {
            boolean ended = process.waitFor(PATIENCE_S, TimeUnit.SECONDS);
            return (ended ? "exit " + process.exitValue() : "still running") + "; its last lines on stderr:"
                    + System.lineSeparator() + errors.text(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    @Override
    public void close() throws IOException {
        questions.close();
        try {
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroy(); // it removes its files
            }
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        answers.close();
    }
}
