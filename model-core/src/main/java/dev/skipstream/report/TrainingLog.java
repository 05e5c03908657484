package dev.skipstream.report;

import dev.skipstream.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a training wrote down of every iteration; the arrays are equally long, and NaN stands for no number.
 *
 * @param name of the run
 * @param iteration counted from 1
 * @param loss of the task alone where the log has it, else the whole loss
 * @param taskAlone whether it is of the task alone
 * @param accuracy of the batch, 0 … 1
 * @param updates samples used, mean over the batch
 */
public record TrainingLog(
        String name, double[] iteration, double[] loss, boolean taskAlone, double[] accuracy, double[] updates) {

    /**
     * Reads the CSV file that {@code train --log} writes, by the names {@code iteration}, {@code task_loss} (else
     * {@code loss}), {@code accuracy} and {@code updates}.
     *
     * @throws IllegalArgumentException if it is no such file; names file, line and column
     * @throws IOException if it cannot be read
     */
    public static TrainingLog read(Path file) throws IOException {
        CsvTable table = CsvTable.read(file);
        boolean taskAlone = table.has("task_loss");
        String name = String.valueOf(file.getFileName()).replaceFirst("(?i)\\.csv$", "");
        return new TrainingLog(
                name,
                table.numbers("iteration"),
                table.numbers(taskAlone ? "task_loss" : "loss"),
                taskAlone,
                table.numbers("accuracy"),
                table.numbers("updates"));
    }

    /** What a training noted in this process, by the loss of the task alone. */
    public static TrainingLog of(String name, TrainingRun run) {
        return new TrainingLog(
                name,
                column(run, TrainingRun.Iteration::iteration),
                column(run, TrainingRun.Iteration::taskLoss),
                true,
                column(run, TrainingRun.Iteration::accuracy),
                column(run, TrainingRun.Iteration::updates));
    }

    private static double[] column(TrainingRun run, ToDoubleFunction<TrainingRun.Iteration> of) {
        return run.iterations().stream().mapToDouble(of).toArray();
    }

    /**
     * Reads several; where two files have the same name, their runs are called by the whole path.
     *
     * @throws IllegalArgumentException as {@link #read}
     */
    public static List<TrainingLog> readAll(List<Path> files) throws IOException {
        List<TrainingLog> logs = new ArrayList<>();
        for (Path file : files) {
            logs.add(read(file));
        }
        long names = logs.stream().map(TrainingLog::name).distinct().count();
        if (names < logs.size()) {
            for (int n = 0; n < logs.size(); n++) {
                logs.set(n, logs.get(n).named(files.get(n).toString()));
            }
        }
        return logs;
    }

    private TrainingLog named(String other) {
        return new TrainingLog(other, iteration, loss, taskAlone, accuracy, updates);
    }
}
