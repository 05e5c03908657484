package dev.skipstream.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A temporary folder of one run's own, removed with all it holds at the end of the run. Thread-safe. */
final class RunFolder implements AutoCloseable {
    private static final int ATTEMPTS = 20;
    private static final long BETWEEN_MS = 50;

    private final Path path;

    private RunFolder(Path path) {
        this.path = path;
    }

    /** A new one in the system's folder for temporary files. */
    static RunFolder make(String prefix) throws IOException {
        return new RunFolder(Files.createTempDirectory(prefix));
    }

    Path path() {
        return path;
    }

    /** A folder in this one, made if need be. */
    Path make(Path name) throws IOException {
        return Files.createDirectories(path.resolve(name));
    }

    /** Waits until nothing of that kind is left directly in the folder, or the time is over. */
    void awaitGone(Predicate<String> name, long longestSeconds) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(longestSeconds);
        while (holds(name) && System.nanoTime() < end) {
            pause();
        }
    }

    private boolean holds(Predicate<String> name) throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(entry -> entry.getFileName().toString()).anyMatch(name);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Removes it, again and again where threads on their way out still write into it. */
    @Override
    public void close() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                delete(path);
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                pause();
            }
        }
    }

    /** Cleaning up goes on when the thread has been interrupted, which is often why it cleans up. */
    private static void pause() {
        boolean interrupted = Thread.interrupted();
        try {
            Thread.sleep(BETWEEN_MS);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Removes a folder with all it holds; what others remove meanwhile is no fault. */
    static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
