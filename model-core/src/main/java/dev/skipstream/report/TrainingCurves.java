package dev.skipstream.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Loss, accuracy and updates of one or more trainings over their iterations: running means over the pale raw numbers. */
public final class TrainingCurves {
    private static final int WIDTH = 330; // logical pixels of a panel
    private static final int HEIGHT = 300;
    private static final int LEGEND = 170; // logical pixels to the right of the last panel
    private static final int POINTS = 300; // of a line at most, about; of a raw one twice as many
    private static final int REACH = 100; // a mean reaches over 1 / REACH of the run on either side
    private static final int MOST_RAW = 3; // runs; of more, the raw lines hide each other
    private static final double OUTLIERS = 0.005; // share of raw numbers, at either end, that may lie outside

    private final List<TrainingLog> runs;

    private TrainingCurves(List<TrainingLog> runs) {
        this.runs = runs;
    }

    /**
     * A panel for each of loss, accuracy and updates of which there are numbers.
     *
     * @param runs at least one, with different names
     */
    public static Picture of(List<TrainingLog> runs) {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("runs must be one or more, found none");
        }
        TrainingCurves curves = new TrainingCurves(List.copyOf(runs));
        boolean taskAlone = runs.stream().allMatch(TrainingLog::taskAlone);
        List<XYChart> charts = new ArrayList<>();
        curves.chart(taskAlone ? "task loss" : "loss", true, TrainingLog::loss, charts);
        curves.chart("accuracy (%)", false, run -> scaled(run.accuracy(), 100), charts);
        curves.chart("updates a sequence", false, TrainingLog::updates, charts);
        if (charts.isEmpty()) {
            throw new IllegalArgumentException("runs must have a number to draw, found none");
        }
        List<Picture.Panel> panels = new ArrayList<>();
        for (XYChart chart : charts) {
            boolean legend = runs.size() > 1 && panels.size() == charts.size() - 1;
            chart.getStyler().setLegendVisible(legend);
            panels.add(new Picture.Panel(WIDTH + (legend ? LEGEND : 0), HEIGHT, chart::paint));
        }
        return new Picture(
                "Training of " + runs.stream().map(TrainingLog::name).collect(Collectors.joining(", ")),
                "lines: running means" + (runs.size() <= MOST_RAW ? "; pale: as measured" : ""),
                panels.size(),
                panels);
    }

    private static double[] scaled(double[] values, double factor) {
        return Arrays.stream(values).map(v -> v * factor).toArray();
    }

    /** Adds a chart unless no run has a number of it: a regression has no accuracy. */
    private void chart(String name, boolean logarithm, Function<TrainingLog, double[]> of, List<XYChart> charts) {
        List<double[]> raws = new ArrayList<>();
        List<double[]> means = new ArrayList<>();
        Range y = new Range(Double.NaN, Double.NaN);
        for (TrainingLog run : runs) {
            double[] raw = placed(run, of.apply(run), logarithm);
            double[] mean = smooth(raw);
            raws.add(raw);
            means.add(mean);
            y = y.and(Range.of(Arrays.stream(mean)));
            y = runs.size() <= MOST_RAW ? y.and(Range.within(OUTLIERS, Arrays.stream(raw))) : y;
        }
        if (y.isEmpty()) {
            return;
        }
        XYChart chart = LightTheme.chart(WIDTH, HEIGHT, "iteration", name);
        limit(chart.getStyler(), y, logarithm);
        for (int r = 0; r < runs.size() && runs.size() <= MOST_RAW; r++) {
            Smoothing.Line raw = Smoothing.thinned(runs.get(r).iteration(), raws.get(r), POINTS);
            series(chart, "raw " + r, raw, r, 0.8f)
                    .setLineColor(LightTheme.tint(LightTheme.group(r), 0.25))
                    .setShowInLegend(false);
        }
        for (int r = 0; r < runs.size(); r++) {
            Smoothing.Line mean = Smoothing.sampled(runs.get(r).iteration(), means.get(r), POINTS);
            series(chart, "mean " + r, mean, r, 1.8f)
                    .setLabel(LightTheme.label(runs.get(r).name()));
        }
        charts.add(chart);
    }

    /** A running mean of a running mean: neighbours count the less, the farther they are. */
    private static double[] smooth(double[] values) {
        int reach = values.length / REACH;
        return Smoothing.centredMean(Smoothing.centredMean(values, reach), reach);
    }

    /** NaN for what has no place on the axis. */
    private static double[] placed(TrainingLog run, double[] values, boolean logarithm) {
        return IntStream.range(0, values.length)
                .mapToDouble(n -> Double.isFinite(run.iteration()[n])
                                && Double.isFinite(values[n])
                                && (values[n] > 0 || !logarithm)
                        ? values[n]
                        : Double.NaN)
                .toArray();
    }

    private void limit(XYStyler styler, Range y, boolean logarithm) {
        boolean wide = logarithm && y.isWide();
        Range shown = wide ? y.decades() : y.opened();
        styler.setYAxisLogarithmic(wide).setYAxisMin(shown.min()).setYAxisMax(shown.max());
        Range x = Range.of(runs.stream().flatMapToDouble(run -> Arrays.stream(run.iteration())));
        // Not the last iteration itself: of equal steps XChart numbers the data's points, not round numbers.
        styler.setXAxisMin(x.min() - 1).setXAxisMax(x.max() + 0.5);
    }

    private static XYSeries series(XYChart chart, String name, Smoothing.Line line, int run, float width) {
        boolean alone = IntStream.range(0, line.y().length)
                        .filter(n -> !Double.isNaN(line.y()[n]))
                        .count()
                == 1;
        XYSeries series = chart.addSeries(name, line.x(), line.y());
        series.setLineStyle(LightTheme.stroke(run, width)).setLineColor(LightTheme.group(run));
        // XChart draws a smooth line as one path, others piece by piece: no room for dashes. So dense, it is the same.
        series.setSmooth(line.y().length >= POINTS);
        series.setMarker(alone ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        series.setMarkerColor(LightTheme.group(run));
        return series;
    }
}
