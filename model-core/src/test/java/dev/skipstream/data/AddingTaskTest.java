package dev.skipstream.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.data.DataSet.TargetKind;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddingTaskTest {

    private static final int VALUE = 0;
    private static final int MARKER = 1;

    private static int[] marks(Sequence sequence) {
        return IntStream.range(0, sequence.length())
                .filter(step -> sequence.value(step, MARKER) != 0)
                .toArray();
    }

    @Test
    void shouldMarkOneStepInTheFirstTenthAndOneInTheSecondHalf() {
        for (int length : new int[] {2, 3, 7, 10, 50, 101}) {
            boolean[] marked = new boolean[length];
            for (Sequence sequence :
                    new AddingTask(length).dataSet(length, 3000).sequences()) {
                int[] marks = marks(sequence);
                assertEquals(2, marks.length);
                assertEquals(1, sequence.value(marks[0], MARKER));
                assertEquals(1, sequence.value(marks[1], MARKER));
                marked[marks[0]] = true;
                marked[marks[1]] = true;
            }
            for (int step = 0; step < length; step++) {
                boolean early = step == 0 || step < length / 10;
                boolean late = 2 * step >= length;
                assertEquals(early || late, marked[step], "step " + step + " of " + length);
            }
        }
    }

    @Test
    void shouldAskForTheSumOfTheMarkedValues() {
        for (Sequence sequence : new AddingTask(50).dataSet(8, 1000).sequences()) {
            int[] marks = marks(sequence);
            assertEquals(sequence.value(marks[0], VALUE) + sequence.value(marks[1], VALUE), (float) sequence.target());
        }
    }

    @Test
    void shouldDrawValuesUniformlyAroundZero() {
        DataSet set = new AddingTask(50).dataSet(9, 4000);
        double squares = 0;
        int[] tenths = new int[10];
        for (Sequence sequence : set.sequences()) {
            squares += sequence.target() * sequence.target();
            for (int step = 0; step < 50; step++) {
                float value = sequence.value(step, VALUE);
                assertTrue(value >= -0.5f && value < 0.5f, () -> "value " + value);
                tenths[(int) ((value + 0.5) * 10)]++;
            }
        }
        for (int count : tenths) {
            assertEquals(20_000, count, 700); // five standard deviations
        }
        assertEquals(1 / 6.0, squares / 4000, 0.015); // the error of always answering 0
    }

    @Test
    void shouldDescribeItself() {
        AddingTask task = new AddingTask(30);
        assertEquals(2, task.channels());
        assertEquals(30, task.length());
        assertEquals(TargetKind.NUMERIC, task.targets());
        assertEquals(List.of(), task.labels());
        assertEquals("adding", task.dataSet(1, 2).name());
    }

    @Test
    void shouldRefuseLengthWithoutTwoHalves() {
        String message = assertThrows(IllegalArgumentException.class, () -> new AddingTask(1))
                .getMessage();
        assertEquals("length must be >= 2, found 1", message);
    }

    @Test
    void shouldClearMarksOfAnEarlierBatch() {
        AddingTask task = new AddingTask(100);
        float[] values = new float[2 * 100 * 2]; // (B, T, I)
        SplittableRandom random = new SplittableRandom(10);
        for (int n = 0; n < 5; n++) {
            task.fill(random, 2, values, new float[2]);
        }
        int marks = 0;
        for (int n = MARKER; n < values.length; n += 2) {
            marks += values[n] != 0 ? 1 : 0;
        }
        assertEquals(4, marks);
    }

    @Test
    void shouldMakeTheSameBitsOnEveryMachine() {
        assertEquals(8540602263865262881L, FrequencyTaskTest.hash(new AddingTask(50).dataSet(42, 100)));
    }
}
