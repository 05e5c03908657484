package dev.skipstream.local;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Lines {@code sensor,seq,time,value…} as records of one sample, in the order of the file. The first line may be a
 * header, blank lines and blanks around a field count for nothing; seq and time may be empty. Fields are not quoted.
 */
final class CsvPackets implements PacketSource, Closeable {

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");

    /** Without what Java reads beyond decimal numbers: 0x1p3, 1f, NaN. */
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?+([0-9]++\\.?+[0-9]*+|\\.[0-9]++)([eE][+-]?+[0-9]++)?+");

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
            int records = 0;
            while (packets.next(packet)) {
                records++;
                if (seqNeeded && (packet.seq == Packet.NONE || packet.time == Packet.NONE)) {
                    throw packets.expected("seq and time, which packed records need", "an empty one");
                }
            }
            if (records == 0) {
                throw new IllegalArgumentException(file + ": expected lines sensor,seq,time,value..., found none");
            }
        }
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        for (String text = readLine(); text != null; text = readLine()) {
            if (text.isBlank() || line == 1 && isHeader(text)) {
                continue;
            }
            if (text.indexOf('"') >= 0) {
                throw expected("fields without quotes", text.strip());
            }
            String[] fields = text.split(",", -1);
            if (fields.length < 4) {
                throw expected(
                        "sensor,seq,time,value and more values of more channels",
                        fields.length + (fields.length == 1 ? " field" : " fields"));
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
        if (WHOLE.matcher(text).matches()) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                // beyond 64 bits: told below
            }
        }
        throw expected(name + " as a whole number or nothing", text);
    }

    private float value(String text) {
        float value = DECIMAL.matcher(text).matches() ? (float) Double.parseDouble(text) : Float.NaN;
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
