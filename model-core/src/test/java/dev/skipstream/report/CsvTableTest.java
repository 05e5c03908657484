package dev.skipstream.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTableTest {
    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("table.csv"), text);
    }

    @Test
    void shouldReadColumnsByNameInAnyOrder() throws IOException {
        CsvTable table = CsvTable.read(file("\uFEFFb, a ,c\r\n1.5,\"x, \"\"y\"\"\",\r\n\r\n-2e3,z,NaN\r\n"));
        assertEquals(List.of("x, \"y\"", "z"), table.texts("a"));
        assertArrayEquals(new double[] {1.5, -2000}, table.numbers("b"));
        assertArrayEquals(new double[] {Double.NaN, Double.NaN}, table.numbers("c"));
    }

    @Test
    void shouldLeaveOutALastLineThatIsStillBeingWritten() throws IOException {
        assertArrayEquals(new double[] {1}, CsvTable.read(file("a,b\n1,2\n3")).numbers("a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''            | table.csv: expected the names of columns in line 1, found none",
                "'a,b\n'       | table.csv: expected at least one row, found none",
                "'a,b\n1\n2,3' | table.csv:2: expected 2 fields, found 1",
                "'a,b\n1,2,3'  | table.csv:2: expected 2 fields, found 3",
                "'b,c\n1,2'    | 'table.csv: expected a column a, found b, c'",
                "'a\n1\n\nx'   | table.csv:4: a must be a number, found 'x'",
            })
    void shouldSayWhatIsWrongAndWhere(String text, String expected) throws IOException {
        Path file = file(text);
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> CsvTable.read(file).numbers("a"))
                .getMessage();
        assertTrue(message.endsWith(expected), message);
    }

    @Test
    void shouldRefuseADirectoryAndBytesThatAreNoText() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> CsvTable.read(folder));
        Path latin = Files.write(folder.resolve("latin.csv"), "é\n1".getBytes(StandardCharsets.ISO_8859_1));
        assertThrows(IllegalArgumentException.class, () -> CsvTable.read(latin));
    }
}
