package dev.skipstream.report;

import dev.skipstream.data.Sequence;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Diamond;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Which samples of signals a network used and which it skipped: dots on lines, on axes that all panels share. */
public final class SignalPlots {
    private static final int WIDTH = 960; // logical pixels
    private static final int HEIGHT = 220;
    private static final int ROUND_AXIS = 80; // logical pixels of WIDTH that are not the signal's, about
    private static final int LONG = 250; // samples, from which on a signal gets the whole width
    private static final int MOST_BESIDE = 3; // channels; the names of more need the whole width

    private static final Marker SMALL_DIAMOND = new Diamond() {
        @Override
        public void paint(Graphics2D graphics, double x, double y, int size) {
            super.paint(graphics, x, y, (size + 1) / 2);
        }
    };

    private final double step; // of the horizontal axis from sample to sample
    private final String xName;
    private final int length; // samples of the longest signal
    private final Range values;
    private final int columns;

    private SignalPlots(List<SampleUse> uses, double samplingPeriodMs) {
        boolean timed = !Double.isNaN(samplingPeriodMs);
        step = timed ? samplingPeriodMs : 1;
        xName = timed ? "time (ms)" : "sample";
        length = uses.stream().mapToInt(use -> use.sequence().length()).max().orElse(1);
        values = Range.of(uses.stream().flatMapToDouble(use -> values(use.sequence())))
                .opened();
        int channels = uses.get(0).sequence().channels();
        columns = uses.size() == 1 || length >= LONG || channels > MOST_BESIDE ? 1 : 2;
    }

    private static DoubleStream values(Sequence sequence) {
        return IntStream.range(0, sequence.values().length).mapToDouble(n -> sequence.values()[n]);
    }

    /**
     * Each channel is a line, the samples are dots on the first one.
     *
     * @param title what is shown, the model say
     * @param uses at least one
     * @param samplingPeriodMs between two samples; NaN when unknown
     */
    public static Picture of(String title, List<SampleUse> uses, double samplingPeriodMs) {
        SignalPlots plots = new SignalPlots(uses, samplingPeriodMs);
        List<Picture.Panel> panels = uses.stream()
                .map(plots::chart)
                .map(chart -> new Picture.Panel(chart.getWidth(), chart.getHeight(), chart::paint))
                .toList();
        return new Picture(title, "red circles: used; blue diamonds: skipped", plots.columns, panels);
    }

    private XYChart chart(SampleUse use) {
        int width = WIDTH / columns;
        XYChart chart = LightTheme.chart(width, HEIGHT, xName, "");
        LightTheme.title(chart, use.heading(), use.wrong() ? LightTheme.WRONG : LightTheme.TEXT);
        style(chart.getStyler(), use);
        chart.getStyler().setMarkerSize((int) Math.max(5, Math.min(8, 1.2 * (width - ROUND_AXIS) / length)));
        Sequence sequence = use.sequence();
        for (int c = sequence.channels() - 1; c >= 0; c--) { // the first one on top
            line(chart, "channel " + c, sequence, c);
        }
        dots(chart, "skipped", sequence, t -> !use.used().get(t), SMALL_DIAMOND, LightTheme.SKIPPED);
        dots(chart, "used", sequence, use.used()::get, SeriesMarkers.CIRCLE, LightTheme.USED);
        return chart;
    }

    private void style(XYStyler styler, SampleUse use) {
        styler.setYAxisMin(values.min()).setYAxisMax(values.max());
        // Not the last sample itself: of equal steps XChart numbers the data's points, not round numbers.
        styler.setXAxisMin(0.0).setXAxisMax((length - 0.5) * step);
        styler.setPlotContentSize(0.92); // room for dots at the edge
        int channels = use.sequence().channels();
        styler.setLegendVisible(channels > 1 && channels <= LightTheme.CHANNELS)
                .setLegendPosition(Styler.LegendPosition.OutsideS)
                .setLegendLayout(Styler.LegendLayout.Horizontal);
    }

    private void line(XYChart chart, String name, Sequence sequence, int channel) {
        int[] all = IntStream.range(0, sequence.length()).toArray();
        chart.addSeries(name, times(all), values(sequence, all, channel))
                .setMarker(SeriesMarkers.NONE)
                .setLineStyle(new BasicStroke(1.1f))
                .setLineColor(LightTheme.channel(channel));
    }

    private void dots(XYChart chart, String name, Sequence sequence, IntPredicate chosen, Marker marker, Color color) {
        int[] samples = IntStream.range(0, sequence.length()).filter(chosen).toArray();
        if (samples.length > 0) { // XChart takes no empty series
            chart.addSeries(name, times(samples), values(sequence, samples, 0))
                    .setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter)
                    .setMarker(marker)
                    .setMarkerColor(color)
                    .setShowInLegend(false);
        }
    }

    private double[] times(int[] samples) {
        return IntStream.of(samples).mapToDouble(t -> t * step).toArray();
    }

    private static double[] values(Sequence sequence, int[] samples, int channel) {
        return IntStream.of(samples)
                .mapToDouble(t -> sequence.value(t, channel))
                .map(v -> Double.isFinite(v) ? v : Double.NaN)
                .toArray();
    }
}
