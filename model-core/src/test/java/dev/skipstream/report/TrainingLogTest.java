package dev.skipstream.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLogTest {
    @TempDir
    private Path folder;

    @Test
    void shouldPreferTheLossOfTheTaskAlone() throws IOException {
        Path both =
                Files.writeString(folder.resolve("both.csv"), "iteration,loss,task_loss,accuracy,updates\n1,3,2,,7\n");
        TrainingLog log = TrainingLog.read(both);
        assertTrue(log.taskAlone());
        assertArrayEquals(new double[] {2}, log.loss());
        assertArrayEquals(new double[] {Double.NaN}, log.accuracy());
        Path whole = Files.writeString(folder.resolve("whole.csv"), "iteration,loss,accuracy,updates\n1,3,0.5,7\n");
        assertFalse(TrainingLog.read(whole).taskAlone());
        assertArrayEquals(new double[] {3}, TrainingLog.read(whole).loss());
    }

    @Test
    void shouldCallRunsOfTheSameNameByTheirPaths() throws IOException {
        String csv = "iteration,loss,accuracy,updates\n1,3,0.5,7\n";
        Path one =
                Files.writeString(Files.createDirectory(folder.resolve("one")).resolve("log.csv"), csv);
        Path two =
                Files.writeString(Files.createDirectory(folder.resolve("two")).resolve("log.csv"), csv);
        assertEquals("log", TrainingLog.readAll(List.of(one)).get(0).name());
        assertEquals(
                List.of(one.toString(), two.toString()),
                TrainingLog.readAll(List.of(one, two)).stream()
                        .map(TrainingLog::name)
                        .toList());
    }

    @Test
    void shouldTakeWhatATrainingNoted() {
        TrainingRun run = new TrainingRun();
        run.iterated(new TrainingRun.Iteration(1, 0.1, 3, 2, 0.5, 7, 1, 1e-3, 1e-4));
        run.iterated(new TrainingRun.Iteration(2, 0.2, 2, 1, 0.6, 6, 1, 1e-3, 1e-4));
        TrainingLog log = TrainingLog.of("run", run);
        assertArrayEquals(new double[] {1, 2}, log.iteration());
        assertArrayEquals(new double[] {2, 1}, log.loss());
        assertArrayEquals(new double[] {0.5, 0.6}, log.accuracy());
        assertArrayEquals(new double[] {7, 6}, log.updates());
    }
}
