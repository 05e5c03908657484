package dev.skipstream.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.data.DataSet.TargetKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvFolderTest {
    @TempDir
    private Path folder;

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text.replace("|", "\n"));
    }

    @Test
    void shouldTakeTheSubFoldersNameAsClass() throws IOException {
        write("walk/b.csv", "x,y|1,2|3,4.5");
        write("walk/a.CSV", "-1e-2, 2\r|\r|\"3\",4|5,6");
        write("run/c.csv", "7,8|");
        write("run/notes.txt", "not read");
        write(".hidden/d.csv", "not read");
        write("empty/readme", "no class");
        DataSet data = DataFiles.read(folder);
        assertEquals(folder.getFileName().toString(), data.name());
        assertEquals(List.of("run", "walk"), data.labels());
        assertEquals(2, data.channels());
        assertEquals(
                List.of(0.0, 1.0, 1.0),
                data.sequences().stream().map(Sequence::target).toList());
        assertArrayEquals(new float[] {7, 8}, data.sequences().get(0).values());
        assertArrayEquals(
                new float[] {-1e-2f, 2, 3, 4, 5, 6}, data.sequences().get(1).values());
        assertArrayEquals(new float[] {1, 2, 3, 4.5f}, data.sequences().get(2).values());
    }

    @Test
    void shouldReadNumbersToPredict() throws IOException {
        write("labels.csv", "file,target|sub/two.csv,-1.5|one.csv,2e1|");
        write("one.csv", "1|2");
        write("sub/two.csv", "3");
        DataSet data = DataFiles.read(folder);
        assertEquals(TargetKind.NUMERIC, data.targets());
        assertEquals(List.of(), data.labels());
        assertEquals(-1.5, data.sequences().get(0).target());
        assertEquals(20, data.sequences().get(1).target());
        assertArrayEquals(new float[] {1, 2}, data.sequences().get(1).values());
    }

    @Test
    void shouldReadOneClassOrSeveralLabelsAtOnce() throws IOException {
        write("one.csv", "1|2");
        write("two, too.csv", "3");
        write("labels.csv", "file,label|one.csv,10|\"two, too.csv\",9");
        assertEquals(List.of("9", "10"), DataFiles.read(folder).labels());
        assertEquals(1, DataFiles.read(folder).sequences().get(0).target());
        write("labels.csv", "file,labels|one.csv,wet; warm|\"two, too.csv\",");
        DataSet data = DataFiles.read(folder);
        assertEquals(TargetKind.LABELS, data.targets());
        assertEquals(List.of("warm", "wet"), data.labels());
        assertArrayEquals(new float[] {1, 1}, data.sequences().get(0).targets());
        assertArrayEquals(new float[] {0, 0}, data.sequences().get(1).targets());
        assertTrue(data.sequences().get(1).hasTarget());
        DataSet moved = data.relabelled(List.of("wet", "cold", "warm"));
        assertArrayEquals(new float[] {1, 0, 1}, moved.sequences().get(0).targets());
        assertThrows(IllegalArgumentException.class, () -> data.relabelled(List.of("wet")));
    }

    @Test
    void shouldReadATargetAtEverySample() throws IOException {
        write("one.csv", "x,y,label|1,2,rest|3,4,|5,6,go");
        write("sub/two.csv", "x,y,label|7,8,go");
        DataSet data = DataFiles.read(folder);
        assertEquals(TargetKind.STEP_CLASS, data.targets());
        assertEquals(List.of("go", "rest"), data.labels());
        assertEquals(2, data.channels());
        assertArrayEquals(new float[] {1, Float.NaN, 0}, data.sequences().get(0).targets());
        assertArrayEquals(
                new float[] {0, Float.NaN, 1},
                data.relabelled(List.of("rest", "go")).sequences().get(0).targets());
        assertArrayEquals(
                new float[] {1, 0}, data.downsampled(2).sequences().get(0).targets());
        write("one.csv", "x,labels|1,a;b|3,|5,b");
        write("sub/two.csv", "x,labels|7,a");
        DataSet several = DataFiles.read(folder);
        assertEquals(TargetKind.STEP_LABELS, several.targets());
        assertArrayEquals(
                new float[] {1, 1, 0, 0, 0, 1}, several.sequences().get(0).targets());
        DataSet moved = several.relabelled(List.of("c", "b", "a"));
        assertArrayEquals(
                new float[] {0, 1, 1, 0, 0, 0, 0, 1, 0},
                moved.sequences().get(0).targets());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '§',
            value = {
                "a/x.csv; 1,2|3,oops; a/x.csv:2: expected a number finite as float32 in column 2, found 'oops'",
                "a/x.csv; u,v|1,2|3; a/x.csv:3: expected 2 columns as in line 1, found 1",
                "a/x.csv; 1,|; a/x.csv:1: expected a number finite as float32 in column 2 (missing values are not",
                "a/x.csv; u,v|; a/x.csv:1: expected at least one row of numbers, found the end of the file",
                "a/x.csv; 1,\"2|; a/x.csv:1: expected a field in quotes to end in its line, found",
                "b/y.csv; x,label|1,a; b/y.csv:1: expected no column label as in ",
                "one.csv; 1,2; one.csv: expected a sub-folder as its class, a file ",
                "b/y.csv; 1,2,3; b/y.csv:1: expected 2 columns as in ",
                "labels.csv; file,class|k/k.csv,1; labels.csv:1: expected a header file,target (numbers), file,label",
                "labels.csv; file,target|k/k.csv,x; labels.csv:2: expected a target finite as float32, found 'x'",
                "labels.csv; file,target|none.csv,1; labels.csv:2: expected a file in ",
                "labels.csv; file,target|../x.csv,1; labels.csv:2: expected a file in ",
                "labels.csv; file,label|k/k.csv,; labels.csv:2: expected a label, found none",
                "labels.csv; file,label|k/k.csv,a|k/k.csv,b; labels.csv:3: expected each file once, found 'k/k.csv'",
                "labels.csv; file,labels|k/k.csv,; labels.csv:2: expected at least one label, found the end",
                "labels.csv; ; labels.csv:1: expected a header file,target",
            })
    void shouldNameFileAndLineOfWhatIsWrong(String file, String text, String message) throws IOException {
        write("aa/first.csv", "1,2");
        write("k/k.csv", "1,2");
        write(file, text == null ? "" : text);
        IOException e = assertThrows(DataFormatException.class, () -> DataFiles.read(folder));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void shouldHoldOutAShareOfEveryClass() {
        List<Sequence> sequences = java.util.stream.IntStream.range(0, 100)
                .mapToObj(n -> new Sequence(new float[] {n}, 1, n < 80 ? 0 : n < 98 ? 1 : 2))
                .toList();
        DataSet data = new DataSet("d", 1, TargetKind.CLASS, List.of("a", "b", "c"), sequences);
        HoldOut parts = HoldOut.of(data, 0.25, 5);
        assertArrayEquals(new long[] {20, 5, 1}, counts(parts.held())); // 4.5 and 0.5 to the nearest
        assertArrayEquals(new long[] {60, 13, 1}, counts(parts.training()));
        assertTrue(parts.training().sequences().stream()
                .noneMatch(s -> parts.held().sequences().contains(s)));
        assertEquals(parts, HoldOut.of(data, 0.25, 5));
        assertTrue(!parts.held().equals(HoldOut.of(data, 0.25, 6).held()));
        assertArrayEquals(
                new long[] {1, 0, 0}, counts(HoldOut.of(data, 0.001, 5).held()));
        assertArrayEquals(
                new long[] {1, 1, 1}, counts(HoldOut.of(data, 0.999, 5).training()));
        assertThrows(IllegalArgumentException.class, () -> HoldOut.of(data, 1, 5));
        assertThrows(IllegalArgumentException.class, () -> HoldOut.of(data.with(sequences.subList(0, 1)), 0.5, 5));
    }

    private static long[] counts(DataSet data) {
        long[] counts = new long[3];
        data.sequences().forEach(s -> counts[(int) s.target()]++);
        return counts;
    }

    @Test
    void shouldKeepEveryKthSampleFromTheFirst() {
        Sequence sequence = new Sequence(new float[] {0, 10, 1, 11, 2, 12, 3, 13, 4, 14}, 2, 0.5);
        DataSet data = new DataSet("d", 2, TargetKind.NUMERIC, List.of(), List.of(sequence));
        Sequence kept = data.downsampled(2).sequences().get(0);
        assertArrayEquals(new float[] {0, 10, 2, 12, 4, 14}, kept.values());
        assertEquals(0.5, kept.target());
        assertArrayEquals(
                new float[] {0, 10}, data.downsampled(9).sequences().get(0).values());
        SequenceSource task = new AddingTask(50);
        SequenceSource third = Downsampled.of(task, 3);
        assertEquals(17, third.length());
        assertEquals(
                task.dataSet(4, 70).downsampled(3).sequences(),
                third.dataSet(4, 70).sequences());
    }
}
