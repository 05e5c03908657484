package dev.skipstream.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The lines of a text file, decoded one by one so that a byte that is not UTF-8 is told with its line (a Reader decodes
 * ahead). LF, CR LF and CR end a line; a byte order mark at the start is dropped. Not thread-safe.
 */
final class Utf8Lines implements AutoCloseable {

    private static final int LONGEST_LINE = 1 << 28; // bytes; a broken or hostile file should not fill the heap

    private final Path file;
    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // reports what it cannot decode
    private final byte[] chunk = new byte[1 << 16];
    private int at; // next byte in chunk
    private int end; // bytes in chunk
    private byte[] line = new byte[1 << 13];
    private boolean afterReturn; // the last line ended in CR: an LF now belongs to it
    private int number; // of the line last returned, from 1

    private Utf8Lines(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    static Utf8Lines open(Path file, boolean gzip) throws IOException {
        InputStream raw = Files.newInputStream(file);
        if (!gzip) {
            return new Utf8Lines(file, raw);
        }
        try {
            return new Utf8Lines(file, new GZIPInputStream(raw, 1 << 16));
        } catch (IOException e) {
            raw.close();
            throw e instanceof ZipException || e instanceof EOFException ? brokenGzip(file, e) : e;
        }
    }

    private static DataFormatException brokenGzip(Path file, IOException cause) {
        String reason = cause.getMessage() == null ? "end of file" : cause.getMessage();
        DataFormatException broken = new DataFormatException(file, "whole gzip data", reason);
        broken.initCause(cause);
        return broken;
    }

    /** The next line without its end, or null after the last. */
    String next() throws IOException {
        int size = 0;
        while (true) {
            if (at == end && !refill()) {
                if (size == 0) {
                    return null;
                }
                break;
            }
            byte b = chunk[at++];
            if (b == '\n' && afterReturn && size == 0) {
                afterReturn = false;
                continue;
            }
            afterReturn = b == '\r';
            if (b == '\n' || b == '\r') {
                break;
            }
            if (size == line.length) {
                if (size == LONGEST_LINE) {
                    number++;
                    throw expected("a line of at most " + LONGEST_LINE + " bytes", "a longer one");
                }
                line = Arrays.copyOf(line, 2 * size);
            }
            line[size++] = b;
        }
        number++;
        return decode(size);
    }

    /** The next line, stripped, that is neither blank nor a comment ({@code #} or {@code %}), or null after the last. */
    String nextContent() throws IOException {
        for (String text = next(); text != null; text = next()) {
            text = text.strip();
            if (!text.isEmpty() && text.charAt(0) != '#' && text.charAt(0) != '%') {
                return text;
            }
        }
        return null;
    }

    private boolean refill() throws IOException {
        try {
            at = 0;
            end = Math.max(0, in.read(chunk));
            return end > 0;
        } catch (ZipException | EOFException e) { // only a gzip stream throws these
            throw brokenGzip(file, e);
        }
    }

    private String decode(int size) throws DataFormatException {
        try {
            String text = decoder.decode(ByteBuffer.wrap(line, 0, size)).toString();
            return number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw expected("UTF-8 text", "bytes that are not (" + e.getMessage() + ")");
        }
    }

    /** Number of the line last returned, from 1; 0 before the first. */
    int number() {
        return number;
    }

    /** What to throw about the line last returned. */
    DataFormatException expected(String expected, String found) {
        return expectedAt(Math.max(1, number), expected, found);
    }

    /** What to throw about an earlier line. */
    DataFormatException expectedAt(int line, String expected, String found) {
        return new DataFormatException(file, line, expected, found);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
