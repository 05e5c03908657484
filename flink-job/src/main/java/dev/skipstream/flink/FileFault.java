package dev.skipstream.flink;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says in a few words why a file cannot be read. */
public final class FileFault {
    private FileFault() {}

    /** What was found in the file's place. */
    public static String found(Path file, Exception e) {
        if (e instanceof NoSuchFileException) {
            return "no file " + file;
        }
        if (e instanceof AccessDeniedException) {
            return file + ", which this user may not read";
        }
        boolean repeats = e instanceof FileSystemException path && path.getReason() != null;
        String reason = repeats ? ((FileSystemException) e).getReason() : e.getMessage();
        return file + " (" + (reason == null ? e.getClass().getSimpleName() : reason) + ")";
    }
}
