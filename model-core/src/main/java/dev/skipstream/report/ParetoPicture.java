package dev.skipstream.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Accuracy against cost of many models. A line joins those of a cell that no other of it surpasses, being both cheaper
 * and better; the others are pale.
 */
public final class ParetoPicture {
    /** What a model costs a sequence. */
    public enum Cost {
        UPDATES("updates a sequence", ModelPoint::updates),
        FLOPS("FLOPs a sequence", ModelPoint::flops);

        private final String text;
        private final ToDoubleFunction<ModelPoint> of;

        Cost(String text, ToDoubleFunction<ModelPoint> of) {
            this.text = text;
            this.of = of;
        }

        /** As on the command line: {@code updates}, {@code flops}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int WIDTH = 480; // logical pixels of a panel
    private static final int HEIGHT = 340;
    private static final int LEGEND = 150; // logical pixels to the right of a row's last panel
    private static final int MARK = 9; // logical pixels
    private static final double PALE = 0.35;
    private static final int FEW = 16; // of which each has its name, not only those in front

    /** Colour is never the only difference. */
    private static final Marker[] MARKERS = {
        SeriesMarkers.CIRCLE, SeriesMarkers.DIAMOND, SeriesMarkers.SQUARE, SeriesMarkers.TRIANGLE_UP
    };

    private final List<String> cells;

    private ParetoPicture(List<ModelPoint> points) {
        cells = points.stream().map(ModelPoint::cell).distinct().toList();
    }

    /**
     * @param points at least one
     * @param costs one panel for each, beside each other; tasks are below each other
     */
    public static Picture of(List<ModelPoint> points, List<Cost> costs) {
        if (points.isEmpty() || costs.isEmpty()) {
            throw new IllegalArgumentException("points and costs must be one or more, found none");
        }
        ParetoPicture pareto = new ParetoPicture(points);
        List<Picture.Panel> panels = new ArrayList<>();
        for (String task : points.stream().map(ModelPoint::task).distinct().toList()) {
            List<ModelPoint> shown =
                    points.stream().filter(p -> p.task().equals(task)).toList();
            for (Cost cost : costs) {
                boolean last = cost == costs.get(costs.size() - 1);
                int width = (costs.size() == 1 ? WIDTH * 3 / 2 : WIDTH) + (last ? LEGEND : 0);
                XYChart chart = pareto.chart(shown, cost, width, last ? LEGEND : 0);
                LightTheme.title(chart, task, LightTheme.TEXT);
                chart.getStyler().setLegendVisible(last);
                panels.add(new Picture.Panel(width, HEIGHT, chart::paint));
            }
        }
        return new Picture(
                "Accuracy against cost",
                "pale: surpassed by a model of the same cell that is both cheaper and better",
                costs.size(),
                panels);
    }

    private XYChart chart(List<ModelPoint> shown, Cost cost, int width, int legend) {
        XYChart chart = LightTheme.chart(width, HEIGHT, cost.text, "accuracy (%)");
        XYStyler styler = chart.getStyler();
        styler.setMarkerSize(MARK).setPlotContentSize(0.86); // room for names of points at the edge
        Range x = Range.of(shown.stream().mapToDouble(cost.of));
        Range y = Range.of(shown.stream().mapToDouble(p -> 100 * p.accuracy())).opened();
        Range limits = x.isWide() ? x.decades() : x.opened();
        styler.setXAxisLogarithmic(x.isWide()).setXAxisMin(limits.min()).setXAxisMax(limits.max());
        styler.setYAxisMin(y.min()).setYAxisMax(y.max());
        List<ModelPoint> named = new ArrayList<>();
        List<ModelPoint> surpassed = new ArrayList<>();
        for (int c = 0; c < cells.size(); c++) {
            String cell = cells.get(c);
            List<ModelPoint> group =
                    shown.stream().filter(p -> p.cell().equals(cell)).toList();
            List<ModelPoint> front = front(group, cost);
            List<ModelPoint> others =
                    group.stream().filter(p -> !front.contains(p)).toList();
            if (!others.isEmpty()) {
                XYSeries series = series(chart, "surpassed " + c, others, cost, c);
                series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter).setShowInLegend(false);
                series.setMarkerColor(LightTheme.tint(LightTheme.group(c), PALE));
            }
            if (!front.isEmpty()) {
                series(chart, "front " + c, front, cost, c)
                        .setMarkerColor(LightTheme.group(c))
                        .setLabel(LightTheme.label(cell));
            }
            named.addAll(front);
            surpassed.addAll(others);
        }
        if (named.size() + surpassed.size() <= FEW) {
            named.addAll(surpassed); // last, for the room that is left
        }
        PointLabels labels = new PointLabels(chart, width - legend, limits, y);
        for (ModelPoint point : named) {
            labels.add(name(point), cost.of.applyAsDouble(point), 100 * point.accuracy());
        }
        return chart;
    }

    /** Without the sampling period where the panel's title ends with it. */
    private static String name(ModelPoint point) {
        String label = point.label().isEmpty() ? point.units() : point.label();
        int hyphen = label.indexOf('-');
        return hyphen > 0 && point.task().endsWith(" " + label.substring(0, hyphen))
                ? label.substring(hyphen + 1)
                : label;
    }

    private static XYSeries series(XYChart chart, String name, List<ModelPoint> points, Cost cost, int cell) {
        double[] x = points.stream().mapToDouble(cost.of).toArray();
        double[] y = points.stream().mapToDouble(p -> 100 * p.accuracy()).toArray();
        XYSeries series = chart.addSeries(name, x, y);
        series.setLineStyle(LightTheme.stroke(cell, 1.5f)).setLineColor(LightTheme.tint(LightTheme.group(cell), 0.6));
        series.setMarker(MARKERS[cell % MARKERS.length]);
        return series;
    }

    /** Those that no other one surpasses, from the cheapest on. */
    static List<ModelPoint> front(List<ModelPoint> points, Cost cost) {
        List<ModelPoint> front = new ArrayList<>();
        double best = -1;
        for (ModelPoint point : points.stream()
                .sorted(Comparator.comparingDouble(cost.of)
                        .thenComparing(
                                Comparator.comparingDouble(ModelPoint::accuracy).reversed()))
                .toList()) {
            if (point.accuracy() > best) {
                front.add(point);
                best = point.accuracy();
            }
        }
        return front;
    }
}
