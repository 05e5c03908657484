package dev.skipstream.report;

import dev.skipstream.data.Sequence;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.style.HeatMapStyler;

/** Images, pixel by pixel: as intense as the sample is great, in the colour of what became of it. */
public final class ImagePlots {
    private static final int COLUMNS = 3;
    private static final int SIDE = 320; // logical pixels of a panel, across
    private static final int TITLE = 22; // logical pixels more, down

    /** By a pixel's number: −3 … −1 skipped, from great to small, 1 … 3 used, from small to great. */
    private static final Color[] COLORS = {
        LightTheme.SKIPPED,
        LightTheme.tint(LightTheme.SKIPPED, 0.10),
        LightTheme.tint(LightTheme.USED, 0.30), // still a mark on the paper
        LightTheme.USED
    };

    private ImagePlots() {}

    /**
     * Draws sequences as images whose pixels, row by row, are the samples.
     *
     * @param title what is shown, the model say
     * @param uses at least one
     * @param pixels the width of an image; all sequences have one channel and a whole number of such rows
     * @throws IllegalArgumentException if one has not
     */
    public static Picture of(String title, List<SampleUse> uses, int pixels) {
        for (SampleUse use : uses) {
            Sequence sequence = use.sequence();
            if (sequence.channels() != 1 || pixels < 1 || sequence.length() % pixels != 0) {
                throw new IllegalArgumentException("image width must divide the " + sequence.length()
                        + " samples of sequence " + use.number() + " (" + sequence.channels()
                        + " channel), found " + pixels);
            }
        }
        Range values = Range.of(uses.stream()
                .map(SampleUse::sequence)
                .flatMapToDouble(s -> IntStream.range(0, s.values().length).mapToDouble(n -> s.values()[n])));
        List<Picture.Panel> panels = new ArrayList<>();
        for (SampleUse use : uses) {
            HeatMapChart chart = chart(use, pixels, values);
            panels.add(new Picture.Panel(chart.getWidth(), chart.getHeight(), chart::paint));
        }
        return new Picture(title, "red: used; blue: skipped; the greater, the more intense", COLUMNS, panels);
    }

    /** The width of the image that a sequence is by its length: 28 × 28 or 32 × 32 pixels; 0 if it is a signal. */
    public static int width(SampleUse use) {
        if (use.sequence().channels() != 1) {
            return 0;
        }
        return switch (use.sequence().length()) {
            case 28 * 28 -> 28;
            case 32 * 32 -> 32;
            default -> 0;
        };
    }

    private static HeatMapChart chart(SampleUse use, int pixels, Range values) {
        Sequence sequence = use.sequence();
        int rows = sequence.length() / pixels;
        HeatMapChart chart = new HeatMapChart(SIDE, SIDE * rows / pixels + TITLE, new LightTheme());
        LightTheme.title(chart, use.heading(), use.wrong() ? LightTheme.WRONG : LightTheme.TEXT);
        HeatMapStyler styler = chart.getStyler();
        styler.setRangeColors(COLORS).setMin(-3).setMax(3);
        styler.setPlotContentSize(1).setLegendVisible(false).setLocale(Locale.ROOT);
        styler.setAntiAlias(false); // no seams between pixels
        styler.setAxisTicksVisible(false).setPlotGridLinesVisible(false);
        List<Number[]> cells = new ArrayList<>();
        for (int t = 0; t < sequence.length(); t++) {
            double share = values.max() > values.min()
                    ? (sequence.value(t, 0) - values.min()) / (values.max() - values.min())
                    : 1;
            double number = use.used().get(t) ? 1 + 2 * share : -1 - 2 * share;
            cells.add(new Number[] {t % pixels, rows - 1 - t / pixels, number});
        }
        chart.addSeries("samples", numbers(pixels), numbers(rows), cells);
        return chart;
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
