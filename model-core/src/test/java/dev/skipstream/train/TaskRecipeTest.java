package dev.skipstream.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.data.AddingTask;
import dev.skipstream.data.FrequencyTask;
import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskRecipeTest {
    private final FrequencyTask task = new FrequencyTask(1);

    private RnnConfig config(CellKind cell, int units) {
        return new RnnConfig(
                cell, 1, List.of(units), HeadKind.SOFTMAX, 2, task.labels(), false, task.length(), 1, false, 0);
    }

    private TrainConfig settings(double skipProbability) {
        return new TrainConfig(1e-4, 1, TaskRecipe.batchSize(task), 1, Optimizer.Kind.ADAM, 1, 7, 2, skipProbability);
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldKeepToTheIterationsThatAreAskedFor(CellKind cell) {
        TrainingRun run = new TrainingRun();
        Trained trained = new TaskRecipe(config(cell, 6), task, settings(0), 33, run, () -> false).run();
        assertEquals(33, trained.iterations());
        assertEquals(33, run.iterations().size());
        assertEquals(33, run.iterations().get(32).iteration());
        double last = run.iterations().get(32).learningRate();
        assertTrue(last < 2e-5, "rate of the last iteration " + last);
    }

    @Test
    void shouldEndWithTheCostPerSampleThatIsAskedFor() {
        TrainingRun run = new TrainingRun();
        new TaskRecipe(config(CellKind.SKIP_LSTM, 6), task, settings(0), 20, run, () -> false).run();
        assertEquals(1e-3, run.iterations().get(0).costPerSample(), 1e-12);
        assertEquals(1e-4, run.iterations().get(19).costPerSample(), 1e-12);
    }

    @Test
    void shouldStopWhenItIsAskedToAndGiveTheWeightsSoFar() {
        TrainingRun run = new TrainingRun();
        Trained trained = new TaskRecipe(
                        config(CellKind.SKIP_GRU, 6),
                        task,
                        settings(0),
                        0,
                        run,
                        () -> run.iterations().size() >= 12)
                .run();
        assertEquals(12, trained.iterations());
        assertTrue(trained.interrupted());
    }

    @Test
    void shouldGoOnFromTrainedWeightsAndLeaveThemAlone() {
        RnnConfig config = config(CellKind.SKIP_GRU, 5);
        RnnWeights trained = new TaskRecipe(config, task, settings(0), 10, new TrainingRun(), () -> false)
                .run()
                .weights();
        RnnWeights before = trained.copy();
        TrainingRun run = new TrainingRun();
        TaskRecipe recipe = new TaskRecipe(
                config, task, settings(0), 0, run, () -> run.iterations().size() >= 7);
        Trained further = recipe.goOn(trained, 0.99);
        assertEquals(before, trained);
        assertNotEquals(before, further.weights());
        assertEquals(7, further.iterations());
        assertTrue(further.interrupted());
    }

    @Test
    void shouldPressTheAddingTaskFromTheFirstIteration() {
        AddingTask adding = new AddingTask(20);
        RnnConfig config = new RnnConfig(
                CellKind.SKIP_GRU, 2, List.of(4), HeadKind.LINEAR, 1, List.of(), false, 20, Double.NaN, false, 0);
        TrainConfig settings = new TrainConfig(1e-5, 1, 8, 1, Optimizer.Kind.ADAM, 1, 7, 1, 0);
        TrainingRun run = new TrainingRun();
        new TaskRecipe(config, adding, settings, 30, run, () -> false).run();
        assertEquals(30, run.iterations().size());
        assertEquals(3e-4, run.iterations().get(0).costPerSample(), 1e-12);
        assertEquals(2e-5, run.iterations().get(15).costPerSample(), 1e-12, "in phase 2, though nothing is learned");
        assertEquals(1e-5, run.iterations().get(29).costPerSample(), 1e-12);
    }

    @ParameterizedTest
    @EnumSource(
            value = CellKind.class,
            names = {"SKIP_LSTM", "SKIP_GRU"})
    void shouldDecideAfterTheFirstSamples(CellKind cell) {
        TaskRecipe recipe =
                TaskRecipe.early(config(cell, 8), task, settings(0), 4, 8000, new TrainingRun(), () -> false);
        Trained trained = recipe.run();
        assertEquals(8000, trained.iterations());
        assertEquals(4, trained.validation().updates(), 0.1);
        assertTrue(
                trained.validation().accuracy() > 0.97,
                "accuracy " + trained.validation().accuracy());
    }

    @Test
    void shouldEndWithTheSameBitsWhereverAnEarlyDecidersTrainingIsStopped() {
        Trained whole = early(new TrainingRun(), () -> false).run();
        TrainingRun before = new TrainingRun();
        List<RecipeCheckpoint> written = new ArrayList<>();
        Trained stopped = early(before, () -> before.iterations().size() >= 31)
                .checkpoints(1000, written::add)
                .run();
        assertTrue(stopped.interrupted());
        TrainingRun after = new TrainingRun();
        Trained resumed = early(after, () -> false).resume(written.get(0)).run();
        assertEquals(whole.weights(), resumed.weights());
        assertEquals(70 - 31, after.iterations().size());
    }

    private TaskRecipe early(TrainingRun run, BooleanSupplier stop) {
        return TaskRecipe.early(config(CellKind.SKIP_LSTM, 5), task, settings(0), 6, 70, run, stop);
    }

    @Test
    void shouldRefuseToDecideAfterAllSamplesOrWithoutAGate() {
        assertThrows(
                IllegalArgumentException.class,
                () -> TaskRecipe.early(
                        config(CellKind.SKIP_GRU, 4), task, settings(0), 100, 1, new TrainingRun(), () -> false));
        assertThrows(
                IllegalArgumentException.class,
                () -> TaskRecipe.early(
                        config(CellKind.GRU, 4), task, settings(0), 4, 1, new TrainingRun(), () -> false));
    }

    @Test
    void shouldTellTheRecipeInWords() {
        TaskRecipe recipe =
                new TaskRecipe(config(CellKind.SKIP_LSTM, 110), task, settings(0), 0, new TrainingRun(), () -> false);
        assertEquals(
                "batches of 32; learn at 4e-4 with λ 1e-3; skip for 2500 at 3e-4 with λ up to 1.1e-2;"
                        + " settle for 1000 down to 1e-5 with λ 1e-4",
                recipe.text());
        TaskRecipe early = TaskRecipe.early(
                config(CellKind.SKIP_LSTM, 32), task, settings(0), 5, 0, new TrainingRun(), () -> false);
        assertEquals(
                "batches of 32; learn from the first 5 samples for 15000 at 2e-3 down to 1e-5;"
                        + " the gate is taught to skip the rest",
                early.text());
    }
}
