package dev.skipstream.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skipstream.data.FrequencyTask;
import dev.skipstream.format.ModelFile;
import dev.skipstream.format.Safetensors;
import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.train.Adam;
import dev.skipstream.train.Checkpoint;
import dev.skipstream.train.RecipeCheckpoint;
import dev.skipstream.train.Snapshot;
import dev.skipstream.train.Trained;
import dev.skipstream.train.TrainingRun;
import dev.skipstream.train.Validation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainResumeTest {
    private static final String TASK = "--task=adding --units=5 --learning-rate=0.01 --batch-size=20 --seed=3";

    @TempDir
    private Path folder;

    private CliRun run(String arguments, Object... more) {
        List<Object> all = new ArrayList<>(List.of("train"));
        all.addAll(List.of(arguments.replace("FOLDER", folder.toString()).split(" +")));
        all.addAll(List.of(more));
        return CliRun.of(all.toArray());
    }

    /** 40 sequences of 3 to 6 samples: up or down. */
    private void slopes() throws IOException {
        StringBuilder ts =
                new StringBuilder("@problemName slopes\n@univariate true\n@classLabel true up down\n@data\n");
        for (int n = 0; n < 40; n++) {
            int sign = n % 4 == 0 ? 1 : -1;
            for (int t = 0; t < 3 + n % 4; t++) {
                ts.append(String.format(Locale.ROOT, t == 0 ? "%.3f" : ",%.3f", sign * t + Math.sin(n * n + t)));
            }
            ts.append(sign > 0 ? ":up\n" : ":down\n");
        }
        Files.writeString(folder.resolve("slopes.ts"), ts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                TASK,
                TASK + " --cell=gru --skip-probability=0.4 --optimizer=sgd",
                TASK + " --downsample=2 --validate-every=7 --keep-best --cell=skip-gru",
                "--data=FOLDER/slopes.ts --units=4 --batch-size=7 --learning-rate=0.02 --normalize --layers=2",
                "--data=FOLDER/slopes.ts --units=4 --batch-size=7 --learning-rate=0.02 --validation-split=0.3"
                        + " --validate-every=5 --class-weights=balanced --layer-norm",
                "--data=FOLDER/slopes.ts --units=4 --learning-rate=0.3 --validation-split=0.3 --validate-every=2"
                        + " --patience=3 --cell=lstm",
            })
    void shouldEndWithTheSameTensorsAsWithoutAStop(String arguments) throws IOException {
        slopes();
        Path whole = folder.resolve("whole.safetensors");
        Path parts = folder.resolve("parts.safetensors");
        CliRun uninterrupted = run(arguments, "--threads=1", "--iterations=37", "--json", "--out", whole);
        assertEquals(0, uninterrupted.exitCode(), uninterrupted.err());
        CliRun first = run(arguments, "--threads=2", "--iterations=11", "--out", parts);
        assertEquals(0, first.exitCode(), first.err());
        assertFalse(ModelFile.read(whole).weights().equals(ModelFile.read(parts).weights()));
        for (int iterations : new int[] {18, 37}) {
            CliRun next =
                    run(arguments, "--threads=3", "--iterations=" + iterations, "--json", "--resume", "--out", parts);
            assertEquals(0, next.exitCode(), next.err());
            if (iterations == 37) {
                var json = new JsonMapper();
                for (String field : List.of("iterations", "updates", "loss", "mse", "accuracy")) {
                    assertEquals(
                            json.readTree(uninterrupted.lastLine()).path(field),
                            json.readTree(next.lastLine()).path(field),
                            field);
                }
            }
        }
        ModelFile expected = ModelFile.read(whole);
        ModelFile found = ModelFile.read(parts);
        expected.weights()
                .tensors()
                .forEach((name, tensor) ->
                        assertArrayEquals(tensor.data, found.weights().data(name), name));
        assertCheckpointsAgree(whole, parts);
    }

    /** Moments and best weights too; the seconds differ. */
    private static void assertCheckpointsAgree(Path whole, Path parts) throws IOException {
        Safetensors a = content(whole);
        Safetensors b = content(parts);
        assertEquals(a.tensors().keySet(), b.tensors().keySet());
        a.tensors()
                .forEach((name, tensor) ->
                        assertArrayEquals(tensor.values(), b.tensors().get(name).values(), name));
        for (String text : List.of("iteration", "last", "--data")) {
            assertEquals(a.metadata().get(text), b.metadata().get(text), text);
        }
    }

    private static Safetensors content(Path model) throws IOException {
        Path file = model.resolveSibling(model.getFileName() + ".checkpoint");
        return Safetensors.parse(Files.readAllBytes(file), file.toString());
    }

    private static TrainPlan plan(String task, int units, Consumer<TrainOptions.Method> how) throws IOException {
        TrainOptions.Source source = new TrainOptions.Source();
        source.task = task;
        TrainOptions.Network network = new TrainOptions.Network();
        network.units = units;
        TrainOptions.Method method = new TrainOptions.Method();
        how.accept(method);
        return TrainPlan.of(source, new TrainOptions.Reading(), network, method);
    }

    @Test
    void shouldGoOnFromWhereItWasAskedToStop() throws IOException {
        TrainPlan plan = plan("frequency", 6, method -> {
            method.learningRate = 0.003;
            method.iterations = 30;
            method.batchSize = 17;
        });
        CheckpointFile file = plan.checkpointFile(folder.resolve("model"));
        TrainingRun run = new TrainingRun();
        List<Integer> written = new ArrayList<>();
        Trained stopped = plan.train(run, () -> run.iterations().size() == 13, null, 0, checkpoint -> {
            written.add(checkpoint.iteration());
            write(file, checkpoint);
        });
        assertTrue(stopped.interrupted());
        assertEquals(14, written.size(), "one after each iteration, and one at the end");
        assertEquals(13, file.read().iteration());
        Trained resumed = plan.train(run, () -> false, file.read(), 60, null);
        Trained whole = plan.train(new TrainingRun(), () -> false, null, 60, null);
        assertEquals(whole.weights(), resumed.weights());
        assertEquals(whole.validation(), resumed.validation());
        assertEquals(30, run.iterations().size());
        assertEquals(14, run.iterations().get(13).iteration());
    }

    @Test
    void shouldTellHowToGoOnOnlyWhereACheckpointWasWritten() throws IOException {
        TrainPlan plan = plan("adding", 3, method -> {
            method.learningRate = 0.003;
            method.iterations = 9;
        });
        CheckpointFile file = plan.checkpointFile(folder.resolve("model"));
        String told =
                "stopped; the same command with --resume goes on from " + file.path() + ", which holds iteration ";
        StringWriter err = new StringWriter();
        TrainProgress progress = new TrainProgress(null, 0, new PrintWriter(err));
        ResumableTraining none = new ResumableTraining(plan, null, 60, false);
        assertEquals(Optional.empty(), none.toGoOn(none.run(progress, () -> true)), "no --out");
        int[] asked = new int[1];
        ResumableTraining stopped = new ResumableTraining(plan, file, 60, false);
        Trained some = stopped.run(progress, () -> asked[0]++ == 4);
        assertEquals(Optional.of(told + some.iterations()), stopped.toGoOn(some));
        ResumableTraining next = new ResumableTraining(plan, file, 60, true);
        assertEquals(Optional.of(told + some.iterations()), next.toGoOn(next.run(progress, () -> true)));
        ResumableTraining whole = new ResumableTraining(plan, file, 60, true);
        assertEquals(Optional.empty(), whole.toGoOn(whole.run(progress, () -> false)), "it came to its end");
    }

    private static void write(CheckpointFile file, Checkpoint checkpoint) {
        try {
            file.write(checkpoint);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void shouldGoOnInTheSameLog() throws IOException {
        Path log = folder.resolve("log.csv");
        Path model = folder.resolve("model.safetensors");
        assertEquals(
                0, run(TASK, "--iterations=5", "--log", log, "--out", model).exitCode());
        Files.writeString(log, Files.readString(log) + "6,0.1,1,1,,50,1,0.01,0.0001\n"); // after the checkpoint
        assertEquals(
                0,
                run(TASK, "--iterations=9", "--log", log, "--resume", "--out", model)
                        .exitCode());
        List<String> lines = Files.readAllLines(log);
        assertEquals(10, lines.size());
        for (int n = 1; n < lines.size(); n++) {
            assertTrue(lines.get(n).startsWith(n + ","), lines.get(n));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--task=adding --units=5 --learning-rate=0.02 --batch-size=20 --seed=3,--learning-rate,0.01,0.02",
        "--task=adding --units=6 --learning-rate=0.01 --batch-size=20 --seed=3,--units,[5],[6]",
        "--task=adding --units=5 --learning-rate=0.01 --batch-size=21 --seed=3,--batch-size,20,21",
        "--task=adding --units=5 --learning-rate=0.01 --batch-size=20 --seed=4,--seed,3,4",
        "--task=adding --units=5 --learning-rate=0.01 --batch-size=20 --seed=3 --keep-best,--keep-best,false,true",
    })
    void shouldRefuseACheckpointOfOtherSettings(String arguments, String option, String was, String is) {
        Path model = folder.resolve("model.safetensors");
        assertEquals(0, run(TASK, "--iterations=3", "--out", model).exitCode());
        CliRun run = run(arguments, "--resume", "--out", model);
        assertEquals(2, run.exitCode());
        assertTrue(
                run.err()
                        .contains("--resume: " + option + " must be as in " + model + ".checkpoint (" + was
                                + "), found " + is),
                run.err());
    }

    @Test
    void shouldRefuseOtherDataAndWhatIsNoCheckpoint() throws IOException {
        slopes();
        Path model = folder.resolve("model.safetensors");
        String data = "--data=FOLDER/slopes.ts --units=4 --iterations=3";
        assertEquals(0, run(data, "--out", model).exitCode());
        Path slopes = folder.resolve("slopes.ts");
        Files.writeString(slopes, Files.readString(slopes).replaceFirst("\n-?\\d\\.\\d+", "\n7.5"));
        CliRun other = run(data, "--resume", "--out", model);
        assertEquals(2, other.exitCode());
        assertTrue(other.err().contains("--data must be as in"), other.err());
        Path checkpoint = folder.resolve("model.safetensors.checkpoint");
        Files.copy(model, checkpoint, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        CliRun none = run(data, "--resume", "--out", model);
        assertEquals(2, none.exitCode());
        assertTrue(none.err().contains("format must be skipstream-checkpoint/1, found skipstream/1"), none.err());
        Files.write(checkpoint, new Safetensors(Map.of("format", "skipstream-checkpoint/1"), Map.of()).toBytes());
        assertEquals(2, run(data, "--resume", "--out", model).exitCode());
        Files.delete(checkpoint);
        CliRun missing = run(data, "--resume", "--out", model);
        assertEquals(2, missing.exitCode());
        assertTrue(missing.err().contains("model.safetensors.checkpoint: no such file"), missing.err());
    }

    @Test
    void shouldGoOnWithARecipeBitForBitAndLeaveNoCheckpointAtItsEnd() throws IOException {
        TrainPlan plan = plan("frequency", 4, method -> method.iterations = 44);
        String arguments = "--task=frequency --units=4 --iterations=44 --threads=1";
        Path whole = folder.resolve("whole.safetensors");
        assertEquals(0, run(arguments, "--out", whole).exitCode());
        for (int stop : new int[] {0, 7, 22, 23, 43}) {
            Path parts = folder.resolve("parts.safetensors");
            CheckpointFile file = plan.checkpointFile(parts);
            TrainingRun run = new TrainingRun();
            Trained stopped = plan.trainByRecipe(
                    run, () -> run.iterations().size() >= stop, null, 60, checkpoint -> write(file, checkpoint));
            assertTrue(stopped.interrupted());
            assertEquals(stop, file.readRecipe().iteration());
            CliRun next = run(arguments, "--resume", "--json", "--out", parts);
            assertEquals(0, next.exitCode(), next.err());
            assertEquals(
                    stop,
                    new JsonMapper().readTree(next.lastLine()).path("resumedAt").intValue());
            assertEquals(ModelFile.read(whole).weights(), ModelFile.read(parts).weights(), "stopped after " + stop);
            assertFalse(Files.exists(file.path()));
        }
    }

    private static void write(CheckpointFile file, RecipeCheckpoint checkpoint) {
        try {
            file.write(checkpoint);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void shouldKeepAllOfARecipesCheckpoint() throws IOException {
        RnnConfig config = PaperRow.network(CellKind.SKIP_GRU, 3, new FrequencyTask(10));
        CheckpointFile file = new CheckpointFile(folder.resolve("model"), config, Map.of("--seed", "1"));
        RecipeCheckpoint.Position position = new RecipeCheckpoint.Position(
                RecipeCheckpoint.Phase.SKIP,
                17,
                217,
                200,
                50,
                0.7,
                0.1 + 0.2,
                1e-3 / 3,
                12.25,
                List.of(new RecipeCheckpoint.Draw(200, 1024), new RecipeCheckpoint.Draw(200, 8192)));
        Validation validation = new Validation(32768, 0.1 / 3, 0.99, 11.1);
        RecipeCheckpoint written = new RecipeCheckpoint(
                1017,
                12.5,
                2,
                position,
                snapshot(config, 1),
                snapshot(config, 2),
                List.of(snapshot(config, 3), snapshot(config, 4)),
                new Checkpoint.Best(800, snapshot(config, 5).weights(), validation));
        file.write(written);
        RecipeCheckpoint read = file.readRecipe();
        assertEquals(position, read.position());
        assertEquals(written.best(), read.best());
        assertEquals(List.of(1017, 2), List.of(read.iteration(), read.start()));
        assertEquals(12.5, read.seconds());
        assertSame(written.now(), read.now());
        assertSame(written.kept(), read.kept());
        assertEquals(2, read.rollback().size());
        assertSame(written.rollback().get(0), read.rollback().get(0));
        assertSame(written.rollback().get(1), read.rollback().get(1));
    }

    private static Snapshot snapshot(RnnConfig config, int seed) {
        RnnWeights weights = new RnnWeights(config);
        RnnWeights gradients = new RnnWeights(config);
        for (String name : config.shapes().keySet()) {
            for (int i = 0; i < weights.data(name).length; i++) {
                weights.data(name)[i] = (float) Math.sin(seed + i);
                gradients.data(name)[i] = (float) Math.cos(seed * i);
            }
        }
        Adam adam = new Adam();
        adam.step(weights, gradients, 0.01);
        return new Snapshot(weights, adam);
    }

    private static void assertSame(Snapshot expected, Snapshot found) {
        assertEquals(expected.weights(), found.weights());
        Adam.State a = ((Adam) expected.optimizer()).state();
        Adam.State b = ((Adam) found.optimizer()).state();
        a.means().forEach((name, m) -> assertArrayEquals(m, b.means().get(name), name));
        a.squares().forEach((name, v) -> assertArrayEquals(v, b.squares().get(name), name));
        assertEquals(a.power1(), b.power1());
        assertEquals(a.power2(), b.power2());
    }

    @ParameterizedTest
    @CsvSource({
        "--task=frequency --units=4 --iterations=7,--iterations",
        "--task=frequency --units=4 --iterations=6 --learning-rate=0.001 --batch-size=32,--iterations",
        "--task=frequency --units=4 --iterations=6 --cost-per-sample=0.01,--cost-per-sample",
    })
    void shouldRefuseARecipesCheckpointOfOtherSettings(String arguments, String option) throws IOException {
        TrainPlan plan = plan("frequency", 4, method -> method.iterations = 6);
        Path model = folder.resolve("model.safetensors");
        CheckpointFile file = plan.checkpointFile(model);
        plan.trainByRecipe(new TrainingRun(), () -> true, null, 60, checkpoint -> write(file, checkpoint));
        CliRun run = run(arguments, "--resume", "--out", model);
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("--resume: " + option + " must be as in " + file.path()), run.err());
    }

    @Test
    void shouldAskForTheModelToResume() {
        for (String arguments : List.of(TASK, "--task=frequency")) {
            CliRun noOut = run(arguments + " --resume");
            assertEquals(2, noOut.exitCode());
            assertTrue(noOut.err().contains("--resume must be used with --out"), noOut.err());
        }
    }

    @Test
    void shouldSayWhatToTryAndKeepTheCheckpointWhenItDiverges() {
        Path model = folder.resolve("model.safetensors");
        CliRun run =
                run("--task=adding --units=4 --learning-rate=1e30 --grad-clip=0 --checkpoint-every=0", "--out", model);
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("try a lower --learning-rate (now 1.0E30) or --grad-clip 1"), run.err());
        assertFalse(Files.exists(model));
    }
}
