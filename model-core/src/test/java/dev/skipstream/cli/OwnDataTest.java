package dev.skipstream.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skipstream.data.DataFiles;
import dev.skipstream.data.DataSet;
import dev.skipstream.data.HoldOut;
import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnWeights;
import dev.skipstream.train.Initialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnDataTest {
    @TempDir
    private Path folder;

    private CliRun run(String command, String arguments, Object... more) {
        List<Object> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(arguments.replace("FOLDER", folder.toString()).split(" +")));
        all.addAll(List.of(more));
        return CliRun.of(all.toArray());
    }

    private JsonNode json(CliRun run) throws IOException {
        assertEquals(0, run.exitCode(), run.err());
        return new JsonMapper().readTree(run.lastLine());
    }

    /** Two channels of 8 to 12 samples; the mean of each channel is high or low, around 100. */
    private String series(SplittableRandom random, boolean first, boolean second) {
        StringBuilder csv = new StringBuilder("left,right\n");
        int length = 8 + random.nextInt(5);
        for (int t = 0; t < length; t++) {
            csv.append(String.format(
                    Locale.ROOT,
                    "%.3f,%.3f%n",
                    100 + (first ? 2 : -2) + random.nextDouble(-1, 1),
                    100 + (second ? 2 : -2) + random.nextDouble(-1, 1)));
        }
        return csv.toString();
    }

    private void classes(int common, int rare) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        for (int n = 0; n < common + rare; n++) {
            Path file =
                    folder.resolve("set").resolve(n < common ? "low" : "high").resolve(n + ".csv");
            Files.createDirectories(file.getParent());
            Files.writeString(file, series(random, n >= common, random.nextBoolean()));
        }
    }

    @Test
    void shouldTrainOnAFolderAndReportEverything() throws IOException {
        classes(30, 10);
        Path model = folder.resolve("model.safetensors");
        JsonNode report = json(run(
                "train",
                "--data=FOLDER/set --test=FOLDER/set --cell=skip-gru --units=6 --learning-rate=0.02 --iterations=120"
                        + " --batch-size=8 --normalize --validation-split=0.2 --validate-every=20"
                        + " --class-weights=balanced --json",
                "--out",
                model));
        assertEquals(8, report.path("validation").path("sequences").asInt());
        assertEquals(40, report.path("test").path("sequences").asInt());
        for (String part : List.of("validation", "test")) {
            JsonNode node = report.path(part);
            assertEquals(1.0, node.path("accuracy").asDouble(), part);
            assertEquals(1.0, node.path("macroF1").asDouble());
            assertTrue(node.path("updates").asDouble() >= 1);
            assertTrue(node.path("flops").asDouble() > 0);
            assertEquals("[\"high\",\"low\"]", node.path("labels").toString());
        }
        assertEquals("[[10,0],[0,30]]", report.path("test").path("confusion").toString());
        JsonNode evaluated = json(run("evaluate", "--data=FOLDER/set --json", "--model", model));
        for (String field : List.of("accuracy", "macroF1", "updates", "samples", "flops", "confusion")) {
            assertEquals(report.path("test").path(field), evaluated.path(field), field);
        }
        assertEquals("1.00000", ModelFile.read(model).metadata().get("training.accuracy"));
        CliRun text = run("evaluate", "--data=FOLDER/set", "--model", model);
        assertTrue(text.out().contains("macro-F1   1.0000"), text.out());
    }

    @Test
    void shouldFitTheNormalisationToTheTrainingPartAlone() throws IOException {
        classes(12, 8);
        Path model = folder.resolve("model.safetensors");
        json(run(
                "train",
                "--data=FOLDER/set --units=3 --iterations=2 --normalize --validation-split=0.4 --seed=5 --json",
                "--out",
                model));
        RnnWeights found = ModelFile.read(model).weights();
        DataSet all = DataFiles.read(folder.resolve("set"));
        RnnWeights expected = new RnnWeights(ModelFile.read(model).config());
        Initialization.normalise(expected, HoldOut.of(all, 0.4, 5).training());
        assertArrayEquals(expected.data("input.mean"), found.data("input.mean"));
        assertArrayEquals(expected.data("input.std"), found.data("input.std"));
        Initialization.normalise(expected, all);
        assertNotEquals(expected.data("input.mean")[0], found.data("input.mean")[0]);
    }

    @Test
    void shouldLearnSeveralLabelsAtOnce() throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        StringBuilder labels = new StringBuilder("file,labels\n");
        for (int n = 0; n < 48; n++) {
            boolean first = n % 2 == 0;
            boolean second = n % 3 == 0;
            labels.append(n)
                    .append(".csv,")
                    .append(first ? "left" : "")
                    .append(second ? ";right" : "")
                    .append('\n');
            Files.writeString(folder.resolve(n + ".csv"), series(random, first, second));
        }
        Files.writeString(folder.resolve("labels.csv"), labels);
        Path model = folder.resolve("model.safetensors");
        JsonNode report = json(run(
                "train",
                "--data=FOLDER --cell=skip-lstm --units=6 --learning-rate=0.02 --iterations=150 --batch-size=16"
                        + " --normalize --class-weights=balanced --json",
                "--out",
                model));
        assertEquals(1.0, report.path("training").path("mAP").asDouble());
        assertEquals(1.0, report.path("training").path("microF1").asDouble());
        assertEquals(HeadKind.SIGMOID, ModelFile.read(model).config().head());
        assertEquals(List.of("left", "right"), ModelFile.read(model).config().labels());
        JsonNode evaluated = json(run("evaluate", "--data=FOLDER --json", "--model", model));
        assertEquals(1.0, evaluated.path("mAP").asDouble());
        CliRun predictions = run("predict", "--data=FOLDER", "--model", model);
        assertTrue(predictions.out().contains("\n0,left right,left right,"), predictions.out());
        assertTrue(predictions.out().contains("\n1,,,"), predictions.out());
    }

    /** The label of a sample is whether the sum of the samples so far is positive; the first row has none. */
    private void steps(boolean several) throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        for (int n = 0; n < 40; n++) {
            StringBuilder csv = new StringBuilder(several ? "x,labels\n" : "x,label\n");
            int length = 6 + n % 5;
            int level = random.nextInt(2);
            for (int t = 0; t < length; t++) {
                level = random.nextInt(4) == 0 ? 1 - level : level;
                String label = several ? (level == 1 ? "up;on" : "on") : t == 0 ? "" : level == 1 ? "up" : "down";
                csv.append(String.format(Locale.ROOT, "%.3f,%s%n", level + random.nextDouble(-0.3, 0.3), label));
            }
            Path file =
                    folder.resolve("steps").resolve(n % 2 == 0 ? "." : "more").resolve(n + ".csv");
            Files.createDirectories(file.getParent());
            Files.writeString(file, csv);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLearnATargetAtEverySample(boolean several) throws IOException {
        steps(several);
        Path model = folder.resolve("model.safetensors");
        String arguments = "--data=FOLDER/steps --cell=skip-gru --units=8 --learning-rate=0.02 --iterations=200"
                + " --batch-size=16 --cost-per-sample=0 --validation-split=0.2 --validate-every=50 --json"
                + " --class-weights=balanced";
        JsonNode report = json(run("train", arguments, "--out", model)).path("validation");
        assertEquals(8, report.path("sequences").asInt());
        assertTrue(report.path("accuracy").asDouble() > 0.95, report.toString());
        DataSet all = DataFiles.read(folder.resolve("steps"));
        JsonNode evaluated = json(run("evaluate", "--data=FOLDER/steps --json", "--model", model));
        if (several) {
            assertTrue(evaluated.path("mAP").asDouble() > 0.95, evaluated.toString());
            assertEquals(List.of("on", "up"), all.labels());
        } else {
            int judged = 0;
            for (JsonNode row : evaluated.path("confusion")) {
                judged += row.path(0).asInt() + row.path(1).asInt();
            }
            assertEquals(all.sequences().stream().mapToInt(s -> s.length() - 1).sum(), judged);
        }
        Path each = folder.resolve("each.csv");
        assertEquals(
                0,
                run("predict", "--data=FOLDER/steps", "--model", model, "--steps", each)
                        .exitCode());
        List<String> rows = Files.readAllLines(each);
        assertEquals("sequence,step,target,predicted,output_0,output_1", rows.get(0));
        assertEquals(1 + all.sequences().stream().mapToInt(s -> s.length()).sum(), rows.size());
        assertTrue(rows.get(1).startsWith(several ? "0,0,on" : "0,0,,"), rows.get(1));
        Path again = folder.resolve("again.safetensors");
        json(run("train", arguments.replace("=200", "=77"), "--threads=1", "--out", again));
        json(run("train", arguments, "--resume", "--out", again));
        assertEquals(ModelFile.read(model).weights(), ModelFile.read(again).weights());
        JsonNode half = json(run("evaluate", "--data=FOLDER/steps --downsample=2 --json", "--model", model));
        assertTrue(half.path("samples").asDouble() < 6, half.toString());
    }

    @Test
    void shouldStopEarlyAndWriteTheBest() throws IOException {
        classes(20, 20);
        JsonNode report = json(run(
                "train",
                "--data=FOLDER/set --units=4 --learning-rate=0.02 --normalize --validation-split=0.25"
                        + " --validate-every=3 --patience=2 --iterations=3000 --json"));
        int iterations = report.path("iterations").asInt();
        assertTrue(iterations < 3000 && iterations % 3 == 0, "iterations " + iterations);
        assertTrue(!report.path("interrupted").asBoolean());
    }

    @Test
    void shouldReadEveryKthSampleAndSaySo() throws IOException {
        Path model = folder.resolve("model.safetensors");
        json(run(
                "train",
                "--task=frequency --cell=gru --units=3 --learning-rate=0.01 --iterations=3 --downsample=3 --json",
                "--out",
                model));
        ModelFile file = ModelFile.read(model);
        assertEquals(34, file.config().sequenceLength());
        assertEquals(3.0, file.config().samplingPeriodMs());
        assertEquals("3", file.metadata().get("training.downsample"));
        JsonNode evaluated =
                json(run("evaluate", "--task=frequency --downsample=3 --count=64 --json", "--model", model));
        assertEquals(34.0, evaluated.path("samples").asDouble());
        assertEquals(34.0, evaluated.path("updates").asDouble());
        classes(4, 4);
        JsonNode own = json(run(
                "train",
                "--data=FOLDER/set --cell=gru --units=3 --iterations=2 --downsample=4 --sampling-period=2.5 --json",
                "--out",
                model));
        assertEquals(10.0, ModelFile.read(model).config().samplingPeriodMs());
        assertTrue(own.path("training").path("samples").asDouble() <= 3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--task=frequency --downsample=0 | --downsample must be >= 1, found 0",
                "--task=frequency --validation-split=0.1 | --validation-split must be used with --data",
                "--task=adding --class-weights=balanced | --class-weights must be used with --data",
                "--data=FOLDER/set --class-weights=even | --class-weights must be none or balanced, found even",
                "--data=FOLDER/set --validation-split=1 | --validation-split must be between 0 and 1, found 1.0",
                "--data=FOLDER/set --patience=3 | --patience must be used with --validation-split or --keep-best",
                "--data=FOLDER/set --validate-every=0 | --validate-every must be >= 1, found 0",
                "--data=FOLDER | expected CSV files in sub-folders (CLASS/x.csv), or a file labels.csv, found neither",
            })
    void shouldRefuseBadInputInOneLineWithExitCode2(String arguments, String message) throws IOException {
        classes(2, 2);
        if (arguments.equals("--data=FOLDER")) {
            Files.move(folder.resolve("set"), folder.resolve(".set"));
        }
        CliRun run = run("train", arguments);
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains(message), run.err());
        assertEquals(1, run.err().strip().lines().count(), run.err());
    }
}
