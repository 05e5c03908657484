package dev.skipstream.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skipstream.data.DataSet.TargetKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TsReaderTest {

    @TempDir
    Path directory;

    /** Lines are given between {@code |}, to keep a case and its message in one row. */
    private DataSet read(String text) throws IOException {
        return DataFiles.read(Files.writeString(directory.resolve("x.ts"), text.replace("|", "\n")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "''                                        ! 1 ! expected a line @data, found an empty file",
                "@missing false|# only this                ! 2 ! expected a line @data, found the end of the file",
                "@missing false|1,2|@data                  ! 2 ! expected a header line or @data before the first case, found '1,2'",
                "@data|# no case|                          ! 2 ! expected at least one case after @data, found the end of the file",
                "@data 1,2                                 ! 1 ! expected @data alone in its line, found '@data 1,2'",
                "@data|1|@missing false                    ! 3 ! expected a case, since @data is over, found '@missing false'",
                "@missing perhaps|@data|1                  ! 1 ! expected @missing true or false, found 'perhaps'",
                "@univariate|@data|1                       ! 1 ! expected @univariate true or false, found ''",
                "@univariate true true|@data|1             ! 1 ! expected @univariate true or false, found 'true true'",
                "@missing true|@missing false|@data|1      ! 2 ! expected @missing as in line 1, found 'false'",
                "|@timeStamps true|@data|(0,1):(1,2)       ! 2 ! expected @timeStamps false (time stamps are not supported), found true",
                "@dimensions 0|@data|1                     ! 1 ! expected @dimensions and a whole number >= 1, found '0'",
                "@dimensions 99999999999|@data|1           ! 1 ! expected @dimensions and a whole number >= 1, found '99999999999'",
                "@seriesLength 1.5|@data|1                 ! 1 ! expected @seriesLength and a whole number >= 1, found '1.5'",
                "@univariate true|@dimensions 2|@data|1    ! 2 ! expected @dimensions 1, since @univariate is true, found 2",
                "@classLabel true|@data|1:a                ! 1 ! expected @classLabel true and labels, each once, found 'true'",
                "@classLabel true a a|@data|1:a            ! 1 ! expected @classLabel true and labels, each once, found 'true a a'",
                "@classLabel a b|@data|1:a                 ! 1 ! expected @classLabel true or false, found 'a b'",
                "@classLabel false a|@data|1               ! 1 ! expected no labels after @classLabel false, found 'false a'",
                "@classLabel true a|@targetLabel true|@data|1:2 ! 2 ! expected @targetLabel false, since @classLabel is true, found true",
                "@dimensions 2|@data|1:2:3                 ! 3 ! expected channels: 2 as the header says, between ':' and no target, found 3",
                "@univariate true|@data|1:2                ! 3 ! expected channels: 1 as the header says, between ':' and no target, found 2",
                "@dimensions 2|@classLabel true a|@data|1:a ! 4 ! expected channels: 2 as the header says, and then the target, between ':', found 1",
                "@classLabel true a|@data|1,2              ! 3 ! expected channels, and then the target, between ':', found 0",
                "@data|1:2|1                               ! 3 ! expected channels: 2 as in line 2, between ':' and no target, found 1",
                "@equalLength true|@seriesLength 3|@data|1,2 ! 4 ! expected 3 values in channel 0 (@seriesLength), found 2",
                "@equalLength true|@data|1,2|1             ! 4 ! expected 2 values in channel 0 (as in line 3), found 1",
                "@data|1,2:1,2,3                           ! 2 ! expected 2 values in channel 1, as in channel 0, found 3",
                "@data|1: :2                               ! 2 ! expected values in channel 1, found none",
                "@data|1,2,3:4,x,6                         ! 2 ! expected a number finite as float32 in channel 1 at position 1 (both from 0), found 'x'",
                "@data|1,2,3:4,?,6                         ! 2 ! expected a number finite as float32 in channel 1 at position 1 (both from 0; missing values are not supported), found '?'",
                "@data|NaN,2                               ! 2 ! expected a number finite as float32 in channel 0 at position 0 (both from 0; missing values are not supported), found 'NaN'",
                "@data|1,2,                                ! 2 ! expected a number finite as float32 in channel 0 at position 2 (both from 0; missing values are not supported), found ''",
                "@classLabel true a|@data|1:b              ! 3 ! expected a label that @classLabel lists, found 'b'",
                "@targetLabel true|@data|1:b               ! 3 ! expected a target finite as float32, found 'b'",
                "@targetLabel true|@data|1:1e39            ! 3 ! expected a target finite as float32, found '1e39'",
            })
    void shouldSayWhereAndWhatIsWrong(String text, int line, String message) {
        IOException e = assertThrows(DataFormatException.class, () -> read(text));
        assertEquals(directory.resolve("x.ts") + ":" + line + ": " + message, e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"1d", "2f", "0x1p3", "0x10", "Infinity", "-Infinity", "1e39", "-3.5e38", "1 2", "١", "1_000", "--1", "."
    })
    void shouldRefuseWhatIsNoFiniteDecimal(String number) {
        assertThrows(DataFormatException.class, () -> read("@data|1," + number));
    }

    @ParameterizedTest
    @CsvSource({"1", "+1", "1.", "1e0", "1E0", "01", "10e-1", "0.1e+1"})
    void shouldReadDecimalsInEveryForm(String number) throws IOException {
        assertEquals(1f, read("@data|" + number).sequences().get(0).value(0, 0));
    }

    @Test
    void shouldRefuseUnknownHeaderKey() {
        IOException e = assertThrows(DataFormatException.class, () -> read("@classLabels true a|@data|1:a"));
        assertEquals(
                directory.resolve("x.ts") + ":1: expected @problemName, @timeStamps, @missing, @univariate, "
                        + "@dimensions, @equalLength, @seriesLength, @classLabel, @targetLabel or @data, found '@classLabels'",
                e.getMessage());
    }

    @Test
    void shouldReadNumericTargets() throws IOException {
        DataSet set = read("@targetLabel true|@classLabel false|@data|1:-2.5|1:?|1:|1:NaN");
        assertEquals(TargetKind.NUMERIC, set.targets());
        assertEquals(List.of(), set.labels());
        assertEquals(
                List.of(-2.5, Double.NaN, Double.NaN, Double.NaN),
                set.sequences().stream().map(Sequence::target).toList());
    }

    @Test
    void shouldReadFileWithoutTargets() throws IOException {
        DataSet set = read("@classLabel false|@data|1,2:3,4|5,6:7,8");
        assertEquals(TargetKind.NONE, set.targets());
        assertEquals(2, set.channels());
        assertArrayEquals(new float[] {5, 7, 6, 8}, set.sequences().get(1).values());
    }

    @Test
    void shouldTakeColonAfterLastChannelWhenThereIsNoTarget() throws IOException {
        assertEquals(read("@data|1,2:3,4"), read("@data|1,2:3,4:"));
        assertEquals(read("@univariate true|@data|1,2"), read("@univariate true|@data|1,2:"));
    }

    @Test
    void shouldKeepOrderAndTextOfLabelsAsTheHeaderHasThem() throws IOException {
        DataSet set = read("@classLabel true b 1.0 1 a|@data|1:a|1:1|1:1.0| 1 : b ");
        assertEquals(List.of("b", "1.0", "1", "a"), set.labels());
        assertEquals(
                List.of(3.0, 2.0, 1.0, 0.0),
                set.sequences().stream().map(Sequence::target).toList());
    }

    @Test
    void shouldIgnoreSeriesLengthWhereLengthsDiffer() throws IOException {
        assertEquals(
                2,
                read("@seriesLength -1|@equalLength false|@data|1|1,2")
                        .sequences()
                        .size());
    }

    @Test
    void shouldTakeFirstProblemNameElseTheFileName() throws IOException {
        assertEquals(
                "One Two",
                read("@problemName One Two|@PROBLEMNAME Three|@data|1").name());
        assertEquals("x", read("@dimension 1|@data|1").name());
    }
}
