package dev.skipstream.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skipstream.format.GoldenCase;
import dev.skipstream.format.ModelFile;
import dev.skipstream.format.Safetensors;
import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.RnnWeights;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class TrainCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object... arguments) {
        CommandLine commandLine = CommandLines.of(new Skipstream());
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> texts = new ArrayList<>(List.of("train"));
        Stream.of(arguments).forEach(argument -> texts.add(argument.toString()));
        return commandLine.execute(texts.toArray(String[]::new));
    }

    private JsonNode json() throws IOException {
        String[] lines = out.toString().strip().split("\\R");
        return new JsonMapper().readTree(lines[lines.length - 1]);
    }

    static Stream<GoldenCase> cases() {
        return GoldenCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldStepByExactlyTheGradientWithSgdOfRateOne(GoldenCase golden) throws IOException {
        Safetensors gradients =
                Safetensors.parse(Files.readAllBytes(golden.folder().resolve("gradients.safetensors")), "gradients");
        Path model = folder.resolve("model.safetensors");
        int exit = run(
                "--init",
                golden.folder().resolve("model.safetensors"),
                "--data",
                golden.folder().resolve("input.ts"),
                "--optimizer=sgd",
                "--learning-rate=1",
                "--iterations=1",
                "--grad-clip=0",
                "--batch-size=" + golden.sequences().size(),
                "--cost-per-sample=" + gradients.metadata().get("lambda"),
                "--out",
                model);
        assertEquals(0, exit, err.toString());
        RnnWeights after = ModelFile.read(model).weights();
        gradients.tensors().forEach((name, gradient) -> {
            float[] before = golden.model().weights().data(name);
            for (int i = 0; i < before.length; i++) {
                double step = (double) before[i] - after.data(name)[i];
                double tolerance = 1e-5 * (1 + Math.abs(gradient.values()[i])) + Math.ulp(before[i]);
                assertEquals(gradient.values()[i], step, tolerance, name + "[" + i + "]");
            }
        });
    }

    @Test
    void shouldTrainTheSameTensorsWithAnyNumberOfThreads() throws IOException {
        ModelFile[] models = new ModelFile[3];
        for (int threads = 1; threads <= 3; threads++) {
            Path file = folder.resolve(threads + ".safetensors");
            int exit = run(
                    "--task=frequency",
                    "--units=8",
                    "--iterations=60",
                    "--seed=4",
                    "--threads=" + threads,
                    "--out",
                    file);
            assertEquals(0, exit, err.toString());
            models[threads - 1] = ModelFile.read(file);
        }
        assertEquals(models[0].weights(), models[1].weights());
        assertEquals(models[0].weights(), models[2].weights());
    }

    @Test
    void shouldTellWhereTheModelComesFrom() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Path log = folder.resolve("log.csv");
        int exit = run(
                "--task=frequency",
                "--cell=skip-gru",
                "--units=4",
                "--iterations=20",
                "--seed=9",
                "--log",
                log,
                "--name=my model",
                "--json",
                "--out",
                file);
        assertEquals(0, exit, err.toString());
        ModelFile model = ModelFile.read(file);
        assertEquals(CellKind.SKIP_GRU, model.config().cell());
        assertEquals(List.of("target", "distractor"), model.config().labels());
        assertEquals(100, model.config().sequenceLength());
        assertEquals(1.0, model.config().samplingPeriodMs());
        assertEquals("my model", model.name());
        assertEquals("frequency", model.metadata().get("training.task"));
        assertEquals("9", model.metadata().get("training.seed"));
        assertEquals("20", model.metadata().get("training.iterations"));
        assertTrue(model.metadata().get("training.command").endsWith("'--name=my model' --json --out " + file));
        assertEquals(21, Files.readAllLines(log, StandardCharsets.UTF_8).size());
        assertEquals(model.sha256(), json().get("modelHash").textValue());
        assertEquals(20, json().get("iterations").intValue());
    }

    @Test
    void shouldLearnADataSetAndKeepTheBestWeights() throws IOException {
        StringBuilder ts =
                new StringBuilder("@problemName slopes\n@univariate true\n@classLabel true up down\n@data\n");
        for (int n = 0; n < 60; n++) {
            int sign = n % 2 == 0 ? 1 : -1;
            ts.append(n * 0.01).append(',').append(n * 0.01 + sign).append(',').append(n * 0.01 + 2 * sign);
            ts.append(n % 3 == 0 ? ",0.5" : "").append(sign > 0 ? ":up\n" : ":down\n");
        }
        Path data = folder.resolve("slopes.ts");
        Files.writeString(data, ts, StandardCharsets.UTF_8);
        Path file = folder.resolve("model.safetensors");
        int exit = run(
                "--data",
                data,
                "--test",
                data,
                "--cell=gru",
                "--units=6",
                "--layers=2",
                "--layer-norm",
                "--normalize",
                "--learning-rate=0.01",
                "--iterations=150",
                "--batch-size=16",
                "--keep-best",
                "--json",
                "--out",
                file);
        assertEquals(0, exit, err.toString());
        assertEquals(1.0, json().get("test").get("accuracy").doubleValue());
        ModelFile model = ModelFile.read(file);
        assertEquals(List.of("up", "down"), model.config().labels());
        assertEquals(0, model.config().sequenceLength());
        assertTrue(model.config().normalised());
        float[] mean = model.weights().data("input.mean").clone();
        exit = run("--data", data, "--init", file, "--iterations=5", "--out", folder.resolve("again.safetensors"));
        assertEquals(0, exit, err.toString());
        ModelFile again = ModelFile.read(folder.resolve("again.safetensors"));
        assertArrayEquals(mean, again.weights().data("input.mean"));
        assertFalse(again.weights().equals(model.weights()));
    }

    @Test
    void shouldSkipAboutTheAskedShareOfSamplesAtRandom() throws IOException {
        int exit =
                run("--task=adding", "--cell=gru", "--units=4", "--iterations=20", "--skip-probability=0.8", "--json");
        assertEquals(0, exit, err.toString());
        assertEquals(1 + 0.2 * 49, json().get("updates").doubleValue(), 0.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--task=frequency --cost-per-sample=-1 | --cost-per-sample must be >= 0, found -1",
                "--task=frequency --iterations=0 | --iterations must be >= 1, found 0",
                "--task=frequency --units=0 | --units must be >= 1, found 0",
                "--task=frequency --units=100000 | --units must be at most 23170 (matrices of 2^31 numbers), found 100000",
                "--task=frequency --cell=rnn | cell must be one of lstm, gru, skip-lstm, skip-gru, found rnn",
                "--task=frequency --decide-after=100 | --decide-after must be between 1 and 99 for sequences of 100 samples, found 100",
                "--task=frequency --decide-after=4 --cell=gru | --decide-after must be used with --cell skip-lstm or skip-gru",
                "--task=frequency --decide-after=4 --learning-rate=1e-3 | --decide-after must be used with the recipe of --task, found --learning-rate 0.001",
                "--task=frequency --downsample=100 | --downsample must be less than 100, the length of the longest sequence of frequency, found 100",
                "--task=frequency --iterations=99999999999 | --iterations must be a whole number of at most 2147483647, found 99999999999",
                "--task=frequency --decide-after=4 --cost-per-sample=0 | --decide-after must be used without --cost",
                "--task=digits | --task must be frequency or adding, found digits",
                "--task=frequency --optimizer=rmsprop | optimizer must be one of adam, sgd, found rmsprop",
                "--task=frequency --skip-probability=0.5 | --skip-probability must be 0 with --cell skip-lstm",
                "--data=missing.ts | missing.ts: no such file",
                "--task=frequency --out=no/such/folder/m | --out must be a file in a folder that exists",
            })
    void shouldRefuseBadInputInOneLineWithExitCode2(String arguments, String message) {
        assertEquals(2, run((Object[]) arguments.split(" ")));
        assertTrue(err.toString().contains(message), err.toString());
        assertEquals(1, err.toString().strip().lines().count(), err.toString());
    }

    @Test
    void shouldSayWhichOptionsKeepTheRecipeOfATaskFromBeingApplied() {
        Path model = GoldenCase.named("skip_lstm").folder().resolve("model.safetensors");
        Path data = GoldenCase.named("skip_lstm").folder().resolve("input.ts");
        assertEquals(2, run("--data", data, "--init", model, "--decide-after=2", "--learning-rate=0.01"));
        String found = "found --data " + data + " and --init " + model + " and --learning-rate 0.01";
        assertTrue(
                err.toString().contains("--decide-after must be used with the recipe of --task, " + found),
                err.toString());
    }

    @Test
    void shouldNameTheTestFileWhoseLabelsAreOthers() throws IOException {
        String head = "@problemName slopes\n@univariate true\n@classLabel true ";
        Path a = Files.writeString(folder.resolve("A_TRAIN.ts"), head + "up down\n@data\n1,2:up\n2,1:down\n");
        Path b = Files.writeString(folder.resolve("B_TEST.ts"), head + "up flat\n@data\n1,2:up\n2,2:flat\n");
        assertEquals(2, run("--data", a, "--test", b, "--iterations=1", "--units=2"));
        assertEquals(
                "skipstream train: " + b + ": expected labels of [up, down], found 'flat'",
                err.toString().strip());
    }

    @Test
    void shouldRefuseToKeepOneSampleOfEverySequence() throws IOException {
        String head = "@problemName slopes\n@univariate true\n@equalLength false\n@classLabel true up down\n@data\n";
        Path data = Files.writeString(folder.resolve("slopes.ts"), head + "1,2,3,4,5:up\n3,2:down\n");
        String told = " --downsample must be less than 5, the length of the longest sequence of " + data + ", found ";
        for (int k : new int[] {5, 6, Integer.MAX_VALUE}) {
            assertEquals(2, run("--data", data, "--iterations=1", "--units=2", "--downsample=" + k));
            assertTrue(err.toString().strip().endsWith(told + k), err.toString());
        }
        Path model = folder.resolve("model.safetensors");
        int trained = run("--data", data, "--iterations=1", "--units=2", "--downsample=4", "--out", model);
        assertEquals(0, trained, err.toString());
        CliRun evaluated = CliRun.of("evaluate", "--model", model, "--data", data, "--downsample=5");
        assertEquals(2, evaluated.exitCode());
        assertTrue(evaluated.err().strip().endsWith(told + 5), evaluated.err());
    }

    @Test
    void shouldFailWithExitCode1AndWriteNothingWhenTheWeightsAreNoNumbersAnyMore() {
        Path file = folder.resolve("model.safetensors");
        int exit = run("--task=adding", "--units=4", "--learning-rate=1e30", "--grad-clip=0", "--out", file);
        assertEquals(1, exit);
        assertTrue(err.toString().contains("training diverged"), err.toString());
        assertFalse(Files.exists(file));
    }

    @Test
    void shouldWarnOfATrainingThatEndedWorseThanItBegan() {
        String task = "--task=adding --units=4 --iterations=60 --seed=1 --cell=gru";
        assertEquals(0, run((Object[]) (task + " --learning-rate=0.01").split(" ")), err.toString());
        assertFalse(err.toString().contains("warning"), err.toString());
        assertEquals(0, run((Object[]) (task + " --learning-rate=100").split(" ")), err.toString());
        assertTrue(err.toString().contains("train: warning: the loss began at "), err.toString());
        assertTrue(err.toString().contains("try a smaller --learning-rate"), err.toString());
    }

    @Test
    void shouldRefuseOptionsThatContradictTheModelItGoesOnFrom() {
        Path model = GoldenCase.named("skip_lstm").folder().resolve("model.safetensors");
        Path data = GoldenCase.named("skip_lstm").folder().resolve("input.ts");
        assertEquals(2, run("--data", data, "--init", model, "--cell=gru"));
        assertTrue(
                err.toString().contains("--cell must be as in the model of --init (skip-lstm), found gru"),
                err.toString());
    }

    private Path trained(String options, String name) {
        Path model = folder.resolve(name);
        Object[] arguments = Stream.concat(Stream.of(options.split(" ")), Stream.of("--units=3", "--out", model))
                .toArray();
        assertEquals(0, run(arguments), err.toString());
        return model;
    }

    @Test
    void shouldRefuseATaskThatDoesNotFitTheModelItGoesOnFrom() throws IOException {
        Path frequency = trained("--task=frequency --iterations=1 --learning-rate=0.001", "frequency.safetensors");
        Path adding = trained("--task=adding --iterations=1 --learning-rate=0.001", "adding.safetensors");
        Path up = folder.resolve("up.ts");
        Files.writeString(up, "@problemName up\n@dimensions 2\n@classLabel true a b\n@data\n1,2:3,4:a\n1,0:3,1:b\n");
        Path classes = trained("--data=" + up + " --iterations=1", "classes.safetensors");
        assertEquals(2, run("--task=adding", "--init", frequency, "--iterations=1"));
        assertTrue(err.toString().contains("--task must have 1 channel for frequency@"), err.toString());
        assertTrue(err.toString().contains(" of --init, found 2 of adding"), err.toString());
        assertEquals(2, run("--task=frequency", "--init", adding, "--iterations=1"));
        assertTrue(err.toString().contains("--task must have 2 channels for adding@"), err.toString());
        assertEquals(2, run("--task=adding", "--init", classes, "--iterations=1"));
        assertTrue(
                err.toString().contains("--task must have targets for a softmax head [a, b] for up@"), err.toString());
    }

    @Test
    void shouldSayTheLengthAndPeriodOfWhatAModelWasTrainedOnLast() throws IOException {
        Path slow = trained("--task=frequency --iterations=1 --learning-rate=0.001", "slow.safetensors");
        Path fast = folder.resolve("fast.safetensors");
        int exit = run("--task=frequency", "--init", slow, "--sampling-period=0.5", "--iterations=1", "--out", fast);
        assertEquals(0, exit, err.toString());
        assertEquals(200, ModelFile.read(fast).config().sequenceLength());
        assertEquals(0.5, ModelFile.read(fast).config().samplingPeriodMs());
    }
}
