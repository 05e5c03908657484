package dev.skipstream.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.data.DataSet.TargetKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFilesTest {

    @TempDir
    Path directory;

    @Test
    void shouldReadSktimeFile() throws IOException {
        DataSet walk = DataFiles.read(file("walk.ts", resource("walk.ts")));
        assertEquals("Walk", walk.name());
        assertEquals(2, walk.channels());
        assertEquals(TargetKind.CLASS, walk.targets());
        assertEquals(List.of("walk", "rest"), walk.labels());
        assertEquals(3, walk.sequences().size());
        Sequence first = walk.sequences().get(0);
        assertEquals(3, first.length());
        assertArrayEquals(new float[] {0.5f, 1, -1.25f, 2, 2e-3f, 3}, first.values());
        assertEquals(2e-3f, first.value(2, 0));
        assertEquals(0, first.target());
        assertArrayEquals(new float[] {0, -0f, 0, 10}, walk.sequences().get(1).values());
        assertEquals(1, walk.sequences().get(1).target());
        assertEquals(1, walk.sequences().get(2).length());
        assertFalse(walk.sequences().get(2).hasTarget());
    }

    @Test
    void shouldReadUcrFile() throws IOException {
        DataSet beat = DataFiles.read(file("beat.tsv", resource("beat.tsv")));
        assertEquals("beat", beat.name());
        assertEquals(1, beat.channels());
        assertEquals(List.of("1", "2", "10"), beat.labels());
        assertEquals(
                List.of(1.0, 2.0, 0.0),
                beat.sequences().stream().map(Sequence::target).toList());
        assertArrayEquals(
                new float[] {0.5f, 1.5f, -2.5f}, beat.sequences().get(0).values());
        assertArrayEquals(new float[] {1, 2}, beat.sequences().get(1).values());
        assertArrayEquals(new float[] {300}, beat.sequences().get(2).values());
    }

    @Test
    void shouldReadTheSameFromCompressedFile() throws IOException {
        for (String name : List.of("walk.ts", "beat.tsv")) {
            assertEquals(
                    DataFiles.read(file(name, resource(name))),
                    DataFiles.read(file(name + ".GZ", gzip(resource(name)))));
        }
    }

    @Test
    void shouldNotCareAboutLineEndsBlankLinesAndByteOrderMark() throws IOException {
        String text = new String(resource("walk.ts"), StandardCharsets.UTF_8);
        DataSet plain = DataFiles.read(file("plain.ts", resource("walk.ts")));
        for (String end : List.of("\r\n", "\r", "\n\n", " \t\n")) {
            byte[] bytes = ("\uFEFF" + text.replace("\n", end)).getBytes(StandardCharsets.UTF_8);
            assertEquals(plain, DataFiles.read(file("other.ts", bytes)));
        }
        assertEquals(plain, DataFiles.read(file("last.ts", text.strip().getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void shouldCountLinesAcrossLineEndsOfEveryKind() throws IOException {
        for (String end : List.of("\n", "\r\n", "\r")) {
            Path file = file("lines.tsv", ("1\t2" + end + end + "1\tx").getBytes(StandardCharsets.UTF_8));
            assertMessage(file + ":3: ", file);
        }
    }

    @Test
    void shouldRoundTextToDoubleAndThenToFloat() throws IOException {
        // a little more than halfway from 1 to the next float; as a double just halfway, which rounds to even
        String text = "1.000000059604644775390625000000000000000000001";
        assertEquals(Math.nextUp(1f), Float.parseFloat(text));
        for (String name : List.of("round.ts", "round.tsv")) {
            String content = name.equals("round.ts") ? "@data\n" + text : "a\t" + text;
            DataSet set = DataFiles.read(file(name, content.getBytes(StandardCharsets.UTF_8)));
            assertEquals(1f, set.sequences().get(0).value(0, 0));
        }
    }

    @Test
    void shouldReadLineLongerThanItsBuffers() throws IOException {
        String line = "a" + "\t-1.5".repeat(100_000);
        DataSet set = DataFiles.read(file("long.tsv", (line + "\n" + line).getBytes(StandardCharsets.UTF_8)));
        assertEquals(100_000, set.sequences().get(1).length());
    }

    @Test
    void shouldRefuseUnknownSuffix() throws IOException {
        for (String name : List.of("data.csv", "data.csv.gz", "data.txt", "ts", "data.gz")) {
            Path file = file(name, resource("walk.ts"));
            assertMessage(
                    file + ": expected a file name that ends in .ts, .tsv, .ts.gz or .tsv.gz, or a folder, found '"
                            + name + "'",
                    file);
        }
    }

    @Test
    void shouldNameFileThatCannotBeRead() throws IOException {
        Path absent = directory.resolve("absent.ts");
        IOException e = assertThrows(NoSuchFileException.class, () -> DataFiles.read(absent));
        assertEquals(absent + ": no such file", e.getMessage());
        Path folder = Files.createDirectory(directory.resolve("folder.ts"));
        e = assertThrows(DataFormatException.class, () -> DataFiles.read(folder));
        assertEquals(
                folder + ": expected CSV files in sub-folders (CLASS/x.csv), or a file labels.csv, found neither",
                e.getMessage());
    }

    @Test
    void shouldRefuseBrokenGzip() throws IOException {
        byte[] whole = gzip(resource("walk.ts"));
        assertMessage("expected whole gzip data", file("plain.ts.gz", resource("walk.ts")));
        assertMessage("expected whole gzip data", file("empty.ts.gz", new byte[0]));
        assertMessage("expected whole gzip data", file("cut.ts.gz", Arrays.copyOf(whole, whole.length - 12)));
        whole[whole.length - 6] ^= 1; // of the checksum
        assertMessage("expected whole gzip data", file("flipped.ts.gz", whole));
    }

    @Test
    void shouldNameLineThatIsNotUtf8() throws IOException {
        byte[] bytes = resource("walk.ts");
        int line12 = new String(bytes, StandardCharsets.UTF_8).indexOf("0.5,");
        bytes[line12] = (byte) 0xff;
        Path file = file("bytes.ts", bytes);
        assertMessage(file + ":13: expected UTF-8 text, found bytes that are not", file);
    }

    @Test
    void shouldKeepMessagesInOneShortLine() throws IOException {
        Path file = file("odd.tsv", ("a\t\u0007\u202e" + "x".repeat(10_000)).getBytes(StandardCharsets.UTF_8));
        IOException e = assertThrows(DataFormatException.class, () -> DataFiles.read(file));
        assertTrue(e.getMessage().endsWith("found '\\u0007\\u202e" + "x".repeat(38) + "…'"), e.getMessage());
    }

    @Test
    void shouldNeitherCrashNorHangOnMutatedFiles() throws IOException {
        SplittableRandom random = new SplittableRandom(20181);
        int[] outcomes = new int[2]; // read, refused
        for (String name : List.of("walk.ts", "beat.tsv", "walk.ts.gz")) {
            byte[] plain = resource(name.replace(".gz", ""));
            byte[] valid = name.endsWith(".gz") ? gzip(plain) : plain;
            Path file = directory.resolve(name);
            for (int n = 0; n < (name.equals("walk.ts") ? 20_000 : 2_000); n++) {
                Files.write(file, mutated(valid, random));
                try {
                    assertFalse(DataFiles.read(file).sequences().isEmpty());
                    outcomes[0]++;
                } catch (DataFormatException e) {
                    assertTrue(e.getMessage().startsWith(file + ":"), e.getMessage());
                    assertFalse(e.getMessage().contains("\n"), e.getMessage());
                    outcomes[1]++;
                }
            }
        }
        assertTrue(outcomes[0] > 1_000 && outcomes[1] > 10_000, "read, refused: " + Arrays.toString(outcomes));
    }

    /** One to four changes: bytes replaced, inserted, taken out, or a stretch repeated. */
    private static byte[] mutated(byte[] valid, SplittableRandom random) {
        byte[] alphabet = "0123456789.,:-+eE?@#%\t\r\n NaINFxtrue".getBytes(StandardCharsets.UTF_8);
        byte[] bytes = valid;
        for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
            int from = random.nextInt(bytes.length);
            int to = Math.min(bytes.length, from + random.nextInt(1, random.nextInt(4) == 0 ? 60 : 3));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(bytes, 0, from);
            switch (random.nextInt(5)) {
                case 0 -> out.write(random.nextInt(256));
                case 1 -> out.write(alphabet[random.nextInt(alphabet.length)]);
                case 2 -> {
                    out.write(bytes, from, to - from);
                    to = from;
                }
                default -> {
                    for (int n = from; n < to && random.nextBoolean(); n++) {
                        out.write(alphabet[random.nextInt(alphabet.length)]);
                    }
                }
            }
            out.write(bytes, to, bytes.length - to);
            bytes = out.size() == 0 ? valid : out.toByteArray();
        }
        return bytes;
    }

    private static void assertMessage(String expected, Path file) {
        IOException e = assertThrows(DataFormatException.class, () -> DataFiles.read(file));
        assertTrue(e.getMessage().contains(expected), e.getMessage());
        assertTrue(e.getMessage().startsWith(file + ":"), e.getMessage());
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = DataFilesTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
