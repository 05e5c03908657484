package dev.skipstream.bench;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** What this machine lets a benchmark say about cores: Linux's {@code taskset}. */
final class Cores {
    private Cores() {}

    /** Whether a process can be kept on one core. */
    static boolean canPin() {
        String path = System.getenv("PATH");
        return path != null
                && Arrays.stream(path.split(File.pathSeparator)).anyMatch(dir -> new File(dir, "taskset").canExecute());
    }

    /** Keeps all threads of a process on one core. */
    static void pin(long process, int core) throws IOException {
        List<String> command = List.of("taskset", "-a", "-p", "-c", Integer.toString(core), Long.toString(process));
        Process taskset = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (taskset.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " must succeed, found exit " + taskset.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a process was bound to a core", e);
        }
    }
}
