package dev.skipstream.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * Where a broker keeps its records: held by one broker at a time, formatted once.
 *
 * <p>The lock is our own because Kafka's comes too late here: a broker that is also its controller has already appended
 * to the metadata log when it finds the directory taken.
 */
final class DataDirectory implements AutoCloseable {

    /** Node id of the one broker; it stands in the directory. */
    static final int NODE_ID = 1;

    private static final String META = "meta.properties";
    private static final String LOCK = ".skipstream.lock";
    private static final String KAFKA_LOCK = ".lock";
    /** What a format that was cut short leaves behind. */
    private static final Set<String> BEFORE_FORMAT = Set.of(LOCK, KAFKA_LOCK, "bootstrap.checkpoint");

    /** Directories held in this JVM: file locks are the process's, so they do not keep its own brokers apart. */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path path;
    private final boolean temporary;
    private final FileChannel lock;

    private DataDirectory(Path path, boolean temporary, FileChannel lock) {
        this.path = path;
        this.temporary = temporary;
        this.lock = lock;
    }

    /** A new directory, deleted at close. */
    static DataDirectory temporary() throws IOException {
        Path path = Files.createTempDirectory("skipstream-kafka-").toRealPath();
        return new DataDirectory(path, true, hold(path));
    }

    /**
     * A directory that outlives the broker; made if absent.
     *
     * @throws IllegalArgumentException if it is something else than a Kafka data directory of one node
     * @throws IOException if another broker holds it, or it cannot be written
     */
    static DataDirectory at(Path given) throws IOException {
        if (Files.exists(given) && !Files.isDirectory(given)) {
            throw new IllegalArgumentException("data directory must be a directory, found a file: " + given);
        }
        Path path = Files.createDirectories(given).toRealPath();
        check(path);
        return new DataDirectory(path, false, hold(path));
    }

    private static void check(Path path) throws IOException {
        Path meta = path.resolve(META);
        if (Files.exists(meta)) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(meta, StandardCharsets.UTF_8)) {
                properties.load(reader);
            }
            String node = properties.getProperty("node.id", "no node.id");
            if (!node.equals(String.valueOf(NODE_ID)) || properties.getProperty("cluster.id") == null) {
                throw new IllegalArgumentException("data directory " + path + " must be that of Kafka node " + NODE_ID
                        + " with a cluster.id, found node.id " + node + ", cluster.id "
                        + properties.getProperty("cluster.id", "none") + " in " + META);
            }
            return;
        }
        try (Stream<Path> entries = Files.list(path)) {
            List<String> foreign = entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !BEFORE_FORMAT.contains(name))
                    .sorted()
                    .limit(3)
                    .toList();
            if (!foreign.isEmpty()) {
                throw new IllegalArgumentException(
                        "data directory " + path + " must be empty or a Kafka data directory (" + META + "), found "
                                + String.join(", ", foreign));
            }
        }
    }

    private static FileChannel hold(Path path) throws IOException {
        synchronized (HELD) {
            if (!HELD.add(path)) {
                throw new IOException("data directory " + path + " must not be in use, found a broker of this process");
            }
        }
        FileChannel channel = null;
        try {
            // one a broker of ours holds, then Kafka's own, which the broker is to take itself
            channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null || isLocked(path.resolve(KAFKA_LOCK))) {
                throw new IOException("data directory " + path + " must not be in use, found it locked by a broker");
            }
            return channel;
        } catch (IOException e) {
            if (channel != null) {
                channel.close();
            }
            release(path);
            throw e;
        }
    }

    private static boolean isLocked(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock taken = channel.tryLock()) {
            return taken == null;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static void release(Path path) {
        synchronized (HELD) {
            HELD.remove(path);
        }
    }

    Path path() {
        return path;
    }

    /**
     * Formats the directory for the configuration, once: a formatted one keeps its cluster id.
     *
     * @param configuration a server.properties
     * @throws IllegalArgumentException if Kafka refuses the configuration
     */
    void formatOnce(Path configuration) {
        if (Files.exists(path.resolve(META))) {
            return;
        }
        String[] command = {"format", "-t", Uuid.randomUuid().toString(), "-c", configuration.toString()};
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = StorageTool.execute(command, new PrintStream(said, true, StandardCharsets.UTF_8));
        if (code != 0) {
            throw new IllegalArgumentException("Kafka cannot format " + path + ": "
                    + said.toString(StandardCharsets.UTF_8).strip().replaceAll("\\s*\\R\\s*", "; "));
        }
    }

    /** Lets the directory go, and deletes it if it was temporary. */
    @Override
    public void close() throws IOException {
        try {
            lock.close();
            if (temporary) {
                RunFolder.delete(path); // Kafka's own delayed deletion may be at it too
            }
        } finally {
            release(path);
        }
    }
}
