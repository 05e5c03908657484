package dev.skipstream.local;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Lines {@code sensor,seq,time,value…} as records of one sample, in the order of the file. The first line may be a
 * header, blank lines count for nothing; seq and time may be empty.
 */
final class CsvPackets implements PacketSource, Closeable {

    private final Path file;
    private final double periodMs;
    private final BufferedReader reader;
    private int line;

    /** @throws IOException if the file cannot be opened */
    CsvPackets(Path file, double periodMs) throws IOException {
        this.file = file;
        this.periodMs = periodMs;
        this.reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
    }

    /**
     * Reads the file to its end, so that a bad line is told before anything is sent.
     *
     * @param seqNeeded whether every line must have a seq and a time
     * @throws IllegalArgumentException if a line is not as it must be
     */
    static void check(Path file, boolean seqNeeded) throws IOException {
        try (CsvPackets packets = new CsvPackets(file, 1)) {
            Packet packet = new Packet();
            while (packets.next(packet)) {
                if (seqNeeded && (packet.seq == Packet.NONE || packet.time == Packet.NONE)) {
                    throw packets.expected("seq and time, which packed records need", "an empty one");
                }
            }
        }
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        for (String text = readLine(); text != null; text = readLine()) {
            if (text.isBlank() || line == 1 && isHeader(text)) {
                continue;
            }
            String[] fields = text.split(",", -1);
            if (fields.length < 4) {
                throw expected("sensor,seq,time,value and more values of more channels", fields.length + " fields");
            }
            packet.sensor = fields[0].strip();
            if (packet.sensor.isEmpty()) {
                throw expected("the sensor's name in the first field", "nothing");
            }
            packet.seq = whole(fields[1].strip(), "seq");
            if (packet.seq < 0 && packet.seq != Packet.NONE) {
                throw expected("seq >= 0", fields[1].strip());
            }
            packet.time = whole(fields[2].strip(), "time in epoch ms");
            packet.periodMs = periodMs;
            packet.samples = 1;
            packet.channels = fields.length - 3;
            packet.ensure(packet.channels);
            for (int channel = 0; channel < packet.channels; channel++) {
                packet.values[channel] = value(fields[channel + 3].strip());
            }
            return true;
        }
        return false;
    }

    private String readLine() throws IOException {
        try {
            line++;
            return reader.readLine();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + ": expected text in UTF-8, found bytes that are not", e);
        }
    }

    private static boolean isHeader(String text) {
        String[] fields = text.replace("\uFEFF", "").split(",", -1);
        return fields.length > 1
                && fields[0].strip().equalsIgnoreCase("sensor")
                && fields[1].strip().equalsIgnoreCase("seq");
    }

    private long whole(String text, String name) {
        if (text.isEmpty()) {
            return Packet.NONE;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw expected(name + " as a whole number or nothing", text);
        }
    }

    private float value(String text) {
        float value = Float.NaN;
        try {
            value = (float) Double.parseDouble(text);
        } catch (NumberFormatException e) {
            // told below
        }
        if (!Float.isFinite(value)) {
            throw expected("values finite as float32", text);
        }
        return value;
    }

    private IllegalArgumentException expected(String expected, String found) {
        return new IllegalArgumentException(file + ":" + line + ": expected " + expected + ", found '" + found + "'");
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
