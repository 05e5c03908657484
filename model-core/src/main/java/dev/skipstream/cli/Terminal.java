package dev.skipstream.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether somebody watches: on a terminal a line can be written over again and again; a file or a pipe gets plain lines
 * now and then.
 */
public final class Terminal {
    /** Set by {@code ./skipstream}, which can ask; Java has no way to ask about stderr alone. */
    private static final String PROPERTY = "skipstream.terminal";

    private static final Path STDERR = Path.of("/proc/self/fd/2");

    private Terminal() {}

    /** Whether stderr is one. */
    public static boolean isStderr() {
        String told = System.getProperty(PROPERTY);
        if (told != null) {
            return Boolean.parseBoolean(told);
        }
        try {
            String target = Files.readSymbolicLink(STDERR).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) { // no Linux
            return System.console() != null;
        }
    }
}
