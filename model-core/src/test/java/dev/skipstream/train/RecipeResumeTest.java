package dev.skipstream.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.data.FrequencyTask;
import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.train.RecipeCheckpoint.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeResumeTest {
    private static final double FAST = 10; // rate of a phase 2 that loses the task

    private final FrequencyTask task = new FrequencyTask(10); // 10 samples

    private RnnConfig config(CellKind cell) {
        return new RnnConfig(
                cell, 1, List.of(3), HeadKind.SOFTMAX, 2, task.labels(), false, task.length(), 10, true, 0);
    }

    /** Passes through all phases within a second; with the fast rate it loses the task again and again. */
    private static RecipeSchedule schedule(double skipRate) {
        double goodShare = skipRate == FAST ? 1 : 0; // with 0 no start is good enough to be the last
        return new RecipeSchedule(
                0.05, 1, 1e-3, 400, true, skipRate, 330, 25, 1e-4, 1e-4, 1e-2, 0.05, 1e-4, 0.3, 10, goodShare, 1e-4, 0,
                3e-4, 0);
    }

    private TaskRecipe recipe(CellKind cell, double skipRate, double skips, TrainingRun run, BooleanSupplier stop) {
        TrainConfig settings = new TrainConfig(1e-4, 1, 4, 1, Optimizer.Kind.ADAM, 1, 11, 1, skips);
        return new TaskRecipe(config(cell), task, settings, schedule(skipRate), run, stop);
    }

    @ParameterizedTest
    @CsvSource({"SKIP_LSTM,0.001,0", "SKIP_GRU,10,0", "GRU,0.01,0.4"})
    void shouldEndWithTheSameBitsWhereverItIsStopped(CellKind cell, double skipRate, double skips) {
        List<RecipeCheckpoint> all = new ArrayList<>();
        Trained whole = recipe(cell, skipRate, skips, new TrainingRun(), () -> false)
                .checkpoints(0, all::add)
                .run();
        assertFalse(whole.interrupted());
        for (int at : points(all, skipRate == FAST)) {
            TrainingRun before = new TrainingRun();
            RecipeCheckpoint expected = all.get(at);
            List<RecipeCheckpoint> written = new ArrayList<>();
            Trained stopped = recipe(
                            cell,
                            skipRate,
                            skips,
                            before,
                            () -> before.iterations().size() >= expected.iteration())
                    .checkpoints(1000, written::add)
                    .run();
            assertTrue(stopped.interrupted());
            assertEquals(1, written.size());
            assertEquals(expected.iteration(), written.get(0).iteration());
            assertEnd(whole, cell, skipRate, skips, written.get(0));
        }
    }

    private void assertEnd(Trained whole, CellKind cell, double skipRate, double skips, RecipeCheckpoint from) {
        String where = from.position().phase() + " " + from.position().done() + " of start " + from.start();
        TrainingRun run = new TrainingRun();
        Trained resumed =
                recipe(cell, skipRate, skips, run, () -> false).resume(from).run();
        assertEquals(whole.weights(), resumed.weights(), where);
        assertEquals(whole.validation(), resumed.validation(), where);
        assertEquals(whole.iterations(), resumed.iterations(), where);
        assertEquals(whole.iterations() - from.iteration(), run.iterations().size(), where);
        assertFalse(resumed.interrupted());
    }

    /** Of each phase: begin and end in the first start, amidst in the last; and one after a roll-back. */
    private static TreeSet<Integer> points(List<RecipeCheckpoint> all, boolean rollsBack) {
        int starts = all.get(all.size() - 1).start();
        Map<String, List<Integer>> phases = new HashMap<>();
        TreeSet<Integer> points = new TreeSet<>();
        for (int i = 0; i < all.size(); i++) {
            RecipeCheckpoint checkpoint = all.get(i);
            String key = checkpoint.start() + " " + checkpoint.position().phase();
            phases.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
            if (rollsBack && checkpoint.position().slower() < 1) {
                points.add(i);
                rollsBack = false;
            }
        }
        assertFalse(rollsBack, "no roll-back in this training");
        for (Phase phase : Phase.values()) {
            List<Integer> first = phases.get("1 " + phase);
            points.add(first.get(0));
            points.add(first.get(first.size() - 1));
            List<Integer> last = phases.get(starts + " " + phase);
            points.add(last.get(last.size() / 3));
        }
        return points;
    }
}
