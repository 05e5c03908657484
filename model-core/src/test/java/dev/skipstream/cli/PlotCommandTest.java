package dev.skipstream.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skipstream.format.GoldenCase;
import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

class PlotCommandTest {
    private static final int RED = 0xd62728;
    private static final int BLUE = 0x1f77b4;

    @TempDir
    private Path folder;

    /** Plots into a file and returns it. */
    private Path plot(String name, Object... options) {
        Object[] arguments = new Object[options.length + 3];
        arguments[0] = "plot";
        arguments[1] = "--out";
        arguments[2] = folder.resolve(name);
        System.arraycopy(options, 0, arguments, 3, options.length);
        CliRun run = CliRun.of(arguments);
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
        assertTrue(run.out().startsWith(folder.resolve(name) + ": "), run.out());
        return folder.resolve(name);
    }

    private static int count(BufferedImage image, int color) {
        int count = 0;
        for (int pixel : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())) {
            count += (pixel & 0xffffff) == color ? 1 : 0;
        }
        return count;
    }

    private Path log(String name, int iterations, boolean accuracy) throws IOException {
        StringBuilder csv = new StringBuilder("iteration,seconds,loss,accuracy,updates,note\n");
        for (int n = 1; n <= iterations; n++) {
            csv.append(
                    String.format(Locale.ROOT, "%d,%d,%g,%s,%g,\n", n, n, 1.0 / n, accuracy ? "0.9" : "", 100.0 / n));
        }
        return Files.writeString(folder.resolve(name), csv);
    }

    /** A Skip GRU of one input that uses every second sample, whatever it reads: its only weight is a gate bias of −1. */
    private Path model() throws IOException {
        RnnConfig config = new RnnConfig(
                CellKind.SKIP_GRU, 1, List.of(2), HeadKind.SOFTMAX, 2, List.of("a", "b"), false, 0, 1.0, false, 0);
        RnnWeights weights = new RnnWeights(config);
        config.shapes().forEach((name, shape) -> {
            int size = 1;
            for (int d : shape) {
                size *= d;
            }
            float[] values = new float[size];
            if (name.equals("update.bias")) {
                values[0] = -1;
            }
            weights.set(name, values);
        });
        Path file = folder.resolve("half.safetensors");
        ModelFile.write(file, config, weights, Map.of("name", "half"));
        return file;
    }

    private Path data(int... lengths) throws IOException {
        StringBuilder ts = new StringBuilder("@univariate true\n@classLabel true a b\n@data\n");
        for (int length : lengths) {
            for (int t = 0; t < length; t++) {
                ts.append(t == 0 ? "" : ",").append(t % 7);
            }
            ts.append(":a\n");
        }
        return Files.writeString(folder.resolve("data.ts"), ts);
    }

    @Test
    void shouldDrawUsedSamplesRedAndSkippedOnesBlue() throws IOException {
        BufferedImage image = ImageIO.read(
                plot("samples.png", "--model", model(), "--data", data(20, 20)).toFile());
        assertEquals(1920, image.getWidth());
        assertTrue(count(image, RED) > 1000, count(image, RED) + " red pixels");
        assertTrue(count(image, BLUE) > 500, count(image, BLUE) + " blue pixels");
        GoldenCase all = GoldenCase.named("edge_never_skips_skip_gru");
        BufferedImage red = ImageIO.read(plot(
                        "all.png",
                        "--model",
                        all.folder().resolve("model.safetensors"),
                        "--data",
                        all.folder().resolve("input.ts"),
                        "--sequence",
                        "0")
                .toFile());
        assertTrue(count(red, RED) > 50, count(red, RED) + " red pixels");
        assertEquals(0, count(red, BLUE), "nothing is skipped");
    }

    @Test
    void shouldDrawEverySampleOnceInSvg() throws Exception {
        Path svg = plot("samples.svg", "--model", model(), "--data", data(20, 7), "--sequence", "0");
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        Document document = factory.newDocumentBuilder().parse(svg.toFile());
        assertEquals("960px", document.getDocumentElement().getAttribute("width"));
        String text = Files.readString(svg);
        assertTrue(text.contains(">half@"), "the model's name is text");
        // σ(−1) = 0.27: every second sample
        assertEquals(10, text.split("fill:rgb\\(214,39,40\\)", -1).length - 1);
        assertEquals(10, text.split("fill:rgb\\(31,119,180\\)", -1).length - 1);
    }

    @Test
    void shouldDrawSquareImagesByThemselvesAndOthersOnRequest() throws IOException {
        Path model = model();
        Path digits = data(784, 784, 784, 784, 784);
        BufferedImage image = ImageIO.read(
                plot("digits.png", "--model", model, "--data", digits).toFile());
        // the brightest of 7 shades: a seventh of 5 × 784 cells of about 20 × 20 pixels, half of them skipped
        int expected = 5 * 784 / 7 / 2 * 20 * 20;
        assertTrue(Math.abs(count(image, BLUE) - expected) < expected / 5, count(image, BLUE) + " blue pixels");
        assertTrue(Math.abs(count(image, RED) - expected) < expected / 5, count(image, RED) + " red pixels");
        BufferedImage signal = ImageIO.read(plot("signal.png", "--model", model, "--data", digits, "--image", "0")
                .toFile());
        assertTrue(signal.getHeight() > image.getHeight());
        assertTrue(count(signal, BLUE) < expected / 2, count(signal, BLUE) + " blue pixels");
        BufferedImage small = ImageIO.read(plot("small.png", "--model", model, "--data", data(12), "--image", "4")
                .toFile());
        assertTrue(count(small, RED) > 5_000, count(small, RED) + " red pixels");
    }

    @Test
    void shouldDrawFreshSignalsOfATaskTheSameForASeed() throws IOException {
        Path model = folder.resolve("t.safetensors");
        ModelFile half = ModelFile.read(model());
        RnnConfig c = half.config();
        RnnConfig timed = new RnnConfig(
                c.cell(), 1, c.units(), c.head(), 2, List.of("target", "distractor"), false, 100, 1.0, false, 0);
        ModelFile.write(model, timed, half.weights(), Map.of());
        byte[] one = Files.readAllBytes(
                plot("one.png", "--model", model, "--task", "frequency", "--count", "3", "--seed", "7"));
        byte[] again = Files.readAllBytes(
                plot("again.png", "--model", model, "--task", "frequency", "--sequence", "0,1,2", "--seed", "7"));
        byte[] other = Files.readAllBytes(
                plot("other.png", "--model", model, "--task", "frequency", "--count", "3", "--seed", "8"));
        assertArrayEquals(one, again);
        assertNotEquals(List.of(one.length), List.of(other.length));
    }

    @Test
    void shouldDrawTheCurvesOfSeveralTrainings() throws IOException {
        BufferedImage image =
                ImageIO.read(plot("curves.png", "--log", log("a.csv", 2000, true), "--log", log("b.csv", 10, true))
                        .toFile());
        assertEquals((3 * 330 + 170) * 2, image.getWidth(), "three panels and a legend");
        assertTrue(count(image, 0x0072b2) > 500, "first run");
        assertTrue(count(image, 0xd55e00) > 100, "second run");
        BufferedImage regression =
                ImageIO.read(plot("loss.png", "--log", log("c.csv", 1, false)).toFile());
        assertEquals(2 * 330 * 2, regression.getWidth(), "no panel for an accuracy that is not there");
    }

    /** A chart library looks for round numbers; it has to end where there are none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,0,0.5,7",
                "1,1,1,100;2,1,1,100",
                "1,1e-30,0,1;2,1e30,1,2",
                "1,NaN,NaN,3;2,,,",
                "7,0.3,1,5;8,0.29,1,5;,1,1,1"
            })
    @Timeout(20)
    void shouldDrawCurvesThatGiveAnAxisLittleToStandOn(String rows) throws IOException {
        Path log = Files.writeString(
                folder.resolve("log.csv"), "iteration,loss,accuracy,updates\n" + rows.replace(';', '\n') + "\n");
        BufferedImage image = ImageIO.read(plot("odd.png", "--log", log).toFile());
        assertTrue(count(image, 0x0072b2) > 20, count(image, 0x0072b2) + " blue pixels");
    }

    @Test
    void shouldDrawAccuracyAgainstCost() throws IOException {
        Path table = Files.writeString(folder.resolve("models.csv"), """
                label,cell,units,accuracy,updates,flops,task
                GRU,gru,110,0.997,100,7350000,1 ms
                small,skip-gru,16,0.994,11.3,18800,1 ms
                large,skip-gru,110,0.993,13,1000000,1 ms
                small,skip-gru,16,0.994,6,18800,0.5 ms
                ,,16,0.5,6,18800,0.5 ms
                """);
        BufferedImage both = ImageIO.read(plot("pareto.png", "--pareto", table).toFile());
        BufferedImage one = ImageIO.read(
                plot("flops.png", "--pareto", table, "--x", "flops").toFile());
        assertEquals(2 * (2 * 480 + 150), both.getWidth());
        assertEquals(2 * (720 + 150), one.getWidth());
        assertEquals(both.getHeight(), one.getHeight());
        assertTrue(count(both, 0xd55e00) > count(one, 0xd55e00), "skip-gru in each panel");
        String svg = Files.readString(plot("pareto.svg", "--pareto", table));
        assertTrue(svg.strip().endsWith("</svg>"));
        assertFalse(svg.contains("NaN") || svg.contains("∞"), "numbers only");
    }

    @Test
    void shouldPrintOneJsonObjectOnRequest() throws IOException {
        Path out = folder.resolve("c.svg");
        CliRun run = CliRun.of("plot", "--log", log("a.csv", 5, true), "--out", out, "--json");
        assertEquals(0, run.exitCode(), run.err());
        JsonNode result = JsonMapper.builder().build().readTree(run.lastLine());
        assertEquals(out.toString(), result.path("out").asText());
        assertEquals(990, result.path("width").asInt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--log LOG --out c.gif; --out must be a file name that ends in .png or .svg, found",
                "--log LOG --out none/c.png; --out must be a file in a folder that exists, found",
                "--log none.csv --out c.png; no such file",
                "--log DATA --out c.png; expected",
                "--log NONE --out c.png; runs must have a number to draw, found none",
                "--pareto LOG --out c.png; expected a column label, found iteration",
                "--out c.png; --log",
                "--log LOG --pareto LOG --out c.png; found several",
                "--log LOG --count 2 --out c.png; must be used with --model",
                "--log LOG --x flops --out c.png; --x must be used with --pareto",
                "--pareto PARETO --x loss --out c.png; --x must be one of updates, flops, found loss",
                "--model MODEL --out c.png; --model must be used with either --data or --task, found neither",
                "--model MODEL --data DATA --seed 1 --out c.png; --seed must be used with --task",
                "--model MODEL --data DATA --sequence 2 --out c.png; --sequence must be 0 to 1 of data, found 2",
                "--model MODEL --data DATA --sequence -1 --out c.png; --sequence must be 0 to 1 of data, found -1",
                "--model MODEL --data DATA --count 0 --out c.png; --count must be 1 to 100 sequences, found 0",
                "--model MODEL --data DATA --image 3 --out c.png; image width must divide the 20 samples",
                "--model MODEL --data DATA --image -3 --out c.png; --image must be >= 0, found -3",
            })
    void shouldRefuseBadInputInOneLineWithExitCode2(String line) throws IOException {
        String[] parts = line.split("; ");
        List<Object> arguments = new ArrayList<>(List.of("plot"));
        for (String word : parts[0].split(" ")) {
            arguments.add(
                    switch (word) {
                        case "LOG" -> log("log.csv", 3, true);
                        case "NONE" ->
                            Files.writeString(
                                    folder.resolve("none.log"), "iteration,loss,accuracy,updates\n1,,,\n,1,1,1\n");
                        case "PARETO" ->
                            Files.writeString(
                                    folder.resolve("models.txt"),
                                    "label,cell,units,accuracy,updates,flops\na,gru,110,0.99,100,7350000\n");
                        case "MODEL" -> model();
                        case "DATA" -> data(20, 20);
                        default -> word.contains(".") ? folder.resolve(word) : word;
                    });
        }
        CliRun run = CliRun.of(arguments.toArray());
        assertEquals(2, run.exitCode(), run.err());
        assertEquals(1, run.err().strip().lines().count(), run.err());
        assertTrue(run.err().contains(parts[1]), run.err());
        assertEquals("", run.out());
        assertFalse(Files.exists(folder.resolve("c.png")));
    }
}
