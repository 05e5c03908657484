package dev.skipstream.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skipstream.data.DataSet.TargetKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TsvReaderTest {

    @TempDir
    Path directory;

    private DataSet read(String text) throws IOException {
        return DataFiles.read(Files.writeString(directory.resolve("x.tsv"), text));
    }

    private void assertRefused(String text, String message) {
        IOException e = assertThrows(DataFormatException.class, () -> read(text));
        assertEquals(directory.resolve("x.tsv") + message, e.getMessage());
    }

    @Test
    void shouldSortLabelsAsNumbersWhenAllAre() throws IOException {
        assertEquals(
                List.of("-1", "1", "1.0", "2", "10"),
                read("10\t0\n2\t0\n1.0\t0\n1\t0\n-1\t0\n2\t0").labels());
    }

    @Test
    void shouldSortLabelsAsTextWhenOneIsNoNumber() throws IOException {
        DataSet set = read("b\t0\n10\t1\n2\t2\na\t3");
        assertEquals(List.of("10", "2", "a", "b"), set.labels());
        assertEquals(
                List.of(3.0, 0.0, 1.0, 2.0),
                set.sequences().stream().map(Sequence::target).toList());
    }

    @Test
    void shouldLeaveTargetUnknownWhereLabelIsMissing() throws IOException {
        DataSet set = read("a\t1\n\t2\n?\t3\nNaN\t4");
        assertEquals(List.of("a"), set.labels());
        assertEquals(
                List.of(true, false, false, false),
                set.sequences().stream().map(Sequence::hasTarget).toList());
        assertEquals(TargetKind.NONE, read("?\t1\n?\t2").targets());
    }

    @Test
    void shouldTakeOffPaddingButKeepOtherLengths() throws IOException {
        DataSet set = read("a\t1\t2\tNaN\tnan\t?\nb\t1\t2\t3\t\t\nc\t1");
        assertEquals(
                List.of(2, 3, 1), set.sequences().stream().map(Sequence::length).toList());
    }

    @Test
    void shouldRefuseMissingValueBeforeTheEnd() {
        assertRefused(
                "a\t1\t2\nb\t1\tNaN\t3\n",
                ":2: expected a number finite as float32 at position 1 (from 0; missing values are only taken at the "
                        + "end, as padding), found 'NaN'");
    }

    @Test
    void shouldRefuseWhatIsNoNumber() {
        assertRefused("a\t1\n\nb\tx", ":3: expected a number finite as float32 at position 0 (from 0), found 'x'");
        assertRefused("a\t4e38", ":1: expected a number finite as float32 at position 0 (from 0), found '4e38'");
    }

    @Test
    void shouldRefuseCaseWithoutValues() {
        assertRefused("a\t1\n1,2,3\n", ":2: expected a label and at least one value, between tabs, found '1,2,3'");
        assertRefused("a\tNaN\tNaN\n", ":1: expected a label and at least one value, between tabs, found no value");
    }

    @Test
    void shouldRefuseFileWithoutCases() {
        String expected = ":1: expected at least one case: a label and values between tabs, found the end of the file";
        assertRefused("", expected);
        assertRefused("\n", expected);
    }
}
