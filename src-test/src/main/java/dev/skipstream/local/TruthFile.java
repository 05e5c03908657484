package dev.skipstream.local;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What was sent, for whoever checks the answers: CSV {@code sensor,sequence,label}, in the order of the beginnings. */
final class TruthFile implements SensorPackets.SequenceObserver, Closeable {

    private final BufferedWriter writer;

    /** @throws IOException if the file cannot be made; one that is there is replaced */
    TruthFile(Path file) throws IOException {
        writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        writer.write("sensor,sequence,label\n");
    }

    @Override
    public void onSequence(String sensor, long sequence, SensorSignals.Signal signal) throws IOException {
        writer.write(sensor);
        writer.write(',');
        writer.write(Long.toString(sequence));
        writer.write(',');
        writer.write(quoted(signal.label()));
        writer.write('\n');
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
