package dev.skipstream.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines of what a process says, read by a thread of its own so that the process never waits. Thread-safe. */
final class LastLines {
    private static final int KEPT = 12;

    private final Deque<String> lines = new ArrayDeque<>();
    private final Thread reader;

    /** Reads to the end and closes it. */
    LastLines(BufferedReader from) {
        reader = new Thread(() -> read(from), "last-lines");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(BufferedReader from) {
        try (from) {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(stderr: " + e.getMessage() + ")");
        }
    }

    private synchronized void add(String line) {
        if (lines.size() == KEPT) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    /** Waits up to so long for the end, and returns the last lines, or "nothing". */
    String text(int millis) throws InterruptedException {
        reader.join(millis);
        synchronized (this) {
            return lines.isEmpty() ? "nothing" : String.join(System.lineSeparator(), lines);
        }
    }
}
