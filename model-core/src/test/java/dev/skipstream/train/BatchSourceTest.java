package dev.skipstream.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.data.DataSet;
import dev.skipstream.data.FrequencyTask;
import dev.skipstream.data.Sequence;
import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchSourceTest {
    private final DataSet data = new DataSet(
            "data",
            1,
            DataSet.TargetKind.CLASS,
            List.of("a", "b", "c"),
            IntStream.range(0, 10)
                    .mapToObj(n -> new Sequence(new float[1 + n], 1, n % 3))
                    .toList());

    private static RnnConfig config(HeadKind head) {
        List<String> labels = List.of("a", "b", "c");
        return new RnnConfig(CellKind.GRU, 1, List.of(2), head, 3, labels, false, 0, 1, false, 0);
    }

    @Test
    void shouldTakeTheWholeSetInItsOwnOrderWhenTheBatchIsAsLarge() {
        BatchSource source =
                new DataSetBatches(data, config(HeadKind.SOFTMAX), 10, ClassWeights.NONE, new SplittableRandom(1));
        for (int again = 0; again < 3; again++) {
            Batch batch = source.next();
            assertArrayEquals(new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, batch.lengths);
            assertArrayEquals(new float[] {0, 1, 2, 0, 1, 2, 0, 1, 2, 0}, batch.targets);
        }
        assertEquals(
                10,
                new DataSetBatches(data, config(HeadKind.SOFTMAX), 64, ClassWeights.NONE, new SplittableRandom(1))
                        .next()
                        .size);
    }

    @Test
    void shouldTakeEverySequenceOnceBeforeAnyASecondTime() {
        BatchSource source =
                new DataSetBatches(data, config(HeadKind.SOFTMAX), 5, ClassWeights.NONE, new SplittableRandom(1));
        Set<List<Integer>> orders = new HashSet<>();
        for (int epoch = 0; epoch < 4; epoch++) {
            List<Integer> lengths = IntStream.range(0, 2)
                    .boxed()
                    .flatMap(n -> IntStream.of(source.next().lengths.clone()).boxed())
                    .toList();
            assertEquals(10, new HashSet<>(lengths).size(), lengths.toString());
            orders.add(lengths);
        }
        assertEquals(4, orders.size());
    }

    @Test
    void shouldSetOneOfTheTargetsOfASigmoidHead() {
        Batch batch = new DataSetBatches(data, config(HeadKind.SIGMOID), 2, ClassWeights.NONE, new SplittableRandom(1))
                .next();
        for (int b = 0; b < 2; b++) {
            for (int o = 0; o < 3; o++) {
                assertEquals((batch.lengths[b] - 1) % 3 == o ? 1 : 0, batch.targets[b * 3 + o]);
            }
        }
    }

    @Test
    void shouldMakeTheSameSequencesFromTheSameSeed() {
        FrequencyTask task = new FrequencyTask(1);
        float[] first = new GeneratedBatches(task, 4, Randomness.of(5).batches())
                .next()
                .values[0]
                .clone();
        assertArrayEquals(first, new GeneratedBatches(task, 4, Randomness.of(5).batches()).next().values[0]);
        float[] other = new GeneratedBatches(task, 4, Randomness.of(6).batches()).next().values[0];
        assertFalse(java.util.Arrays.equals(first, other));
    }

    @Test
    void shouldSkipAtRandomButNeverTheFirstSample() {
        Batch batch =
                new GeneratedBatches(new FrequencyTask(1), 200, Randomness.of(5).batches()).next();
        RandomSkips.of(0, 1).mark(batch);
        assertNull(batch.used);
        RandomSkips.of(0.75, 1).mark(batch);
        int used = 0;
        for (boolean[] row : batch.used) {
            assertTrue(row[0]);
            for (int t = 1; t < 100; t++) {
                used += row[t] ? 1 : 0;
            }
        }
        assertEquals(0.25, used / (200 * 99.0), 0.01);
    }
}
