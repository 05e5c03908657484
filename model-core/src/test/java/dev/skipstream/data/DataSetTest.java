package dev.skipstream.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skipstream.data.DataSet.TargetKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataSetTest {

    private static final Sequence STEP = new Sequence(new float[] {1, 2}, 2, 1);
    private static final Sequence UNKNOWN = new Sequence(new float[] {3, 4}, 2, Double.NaN);
    private static final DataSet SET =
            new DataSet("set", 2, TargetKind.CLASS, List.of("a", "b"), List.of(STEP, UNKNOWN));

    private static void assertRefused(String message, Runnable making) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, making::run).getMessage());
    }

    @Test
    void shouldRefuseValuesThatAreNoWholeNumberOfSteps() {
        assertRefused("channels must be >= 1, found 0", () -> new Sequence(new float[2], 0, 0));
        assertRefused(
                "values must be one or more steps of 2 channels, found 3 numbers",
                () -> new Sequence(new float[3], 2, 0));
        assertRefused(
                "values must be one or more steps of 2 channels, found 0 numbers",
                () -> new Sequence(new float[0], 2, 0));
    }

    @Test
    void shouldRefuseInfiniteTarget() {
        assertRefused(
                "target must be finite or NaN, found Infinity",
                () -> new Sequence(new float[1], 1, Double.POSITIVE_INFINITY));
    }

    @Test
    void shouldNotReadBeyondStepOrChannel() {
        Sequence sequence = new Sequence(new float[] {1, 2, 3, 4, 5, 6}, 2, 0);
        assertEquals(6, sequence.value(2, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> sequence.value(0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> sequence.value(3, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> sequence.value(1, -1));
    }

    @Test
    void shouldCompareSequencesByContent() {
        assertEquals(STEP, new Sequence(new float[] {1, 2}, 2, 1));
        assertEquals(STEP.hashCode(), new Sequence(new float[] {1, 2}, 2, 1).hashCode());
        assertNotEquals(STEP, new Sequence(new float[] {1, 2}, 1, 1));
        assertNotEquals(STEP, new Sequence(new float[] {1, 3}, 2, 1));
        assertNotEquals(STEP, new Sequence(new float[] {1, 2}, 2, 0));
    }

    @Test
    void shouldRefuseLabelsThatDoNotFitTheTargets() {
        assertRefused(
                "labels must be given for class targets and only for them, found 0 labels with CLASS",
                () -> new DataSet("x", 2, TargetKind.CLASS, List.of(), List.of()));
        assertRefused(
                "labels must be given for class targets and only for them, found 1 labels with NUMERIC",
                () -> new DataSet("x", 2, TargetKind.NUMERIC, List.of("a"), List.of()));
        assertRefused(
                "labels must differ from each other, found [a, a]",
                () -> new DataSet("x", 2, TargetKind.CLASS, List.of("a", "a"), List.of()));
    }

    @Test
    void shouldRefuseSequencesThatDoNotFitTheSet() {
        assertRefused(
                "sequence 0 must have 1 channels, found 2",
                () -> new DataSet("x", 1, TargetKind.CLASS, List.of("a", "b"), List.of(STEP)));
        assertRefused(
                "target of sequence 1 must be the index of one of 1 labels, found 1.0",
                () -> new DataSet("x", 2, TargetKind.CLASS, List.of("a"), List.of(UNKNOWN, STEP)));
        assertRefused(
                "target of sequence 0 must be none (NaN), found 1.0",
                () -> new DataSet("x", 2, TargetKind.NONE, List.of(), List.of(STEP)));
    }

    @Test
    void shouldCountClassesAsAnotherListDoes() {
        DataSet moved = SET.relabelled(List.of("z", "b", "y", "a"));
        assertEquals(List.of("z", "b", "y", "a"), moved.labels());
        assertEquals(1, moved.sequences().get(0).target());
        assertSame(STEP.values(), moved.sequences().get(0).values());
        assertEquals(UNKNOWN, moved.sequences().get(1));
        assertEquals(0, SET.relabelled(List.of("b")).sequences().get(0).target());
        assertSame(SET, SET.relabelled(List.of("a", "b")));
    }

    @Test
    void shouldRefuseLabelTheOtherListLacks() {
        assertRefused("set: expected labels of [a, c], found 'b'", () -> SET.relabelled(List.of("a", "c")));
    }
}
