package dev.skipstream.report;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;

/** Writes names over points where there is room; where there is none, a point stays without. Not thread-safe. */
final class PointLabels {
    private static final double LETTER = 6.5; // logical pixels of the chart's width, about
    private static final double LINE = 13; // of its height
    private static final int RISE = 11; // logical pixels from the middle of a point to that of its name

    /** What a chart's frame is of its size, about. */
    private static final double INSIDE = 0.75;

    private final XYChart chart;
    private final Range x;
    private final Range y;
    private final List<Rectangle2D> taken = new ArrayList<>();

    /** @param x the horizontal axis from end to end, and so y the vertical one */
    PointLabels(XYChart chart, Range x, Range y) {
        this.chart = chart;
        this.x = x;
        this.y = y;
    }

    void add(String name, double atX, double atY) {
        if (name.isBlank()) {
            return;
        }
        double width = LETTER * name.length();
        double left =
                INSIDE * chart.getWidth() * share(atX, x, chart.getStyler().isXAxisLogarithmic()) - width / 2;
        double top = -INSIDE * chart.getHeight() * share(atY, y, false);
        Rectangle2D box = new Rectangle2D.Double(left, top, width, LINE);
        if (taken.stream().noneMatch(box::intersects)) {
            taken.add(box);
            chart.addAnnotation(new Raised(name, atX, atY));
        }
    }

    private static double share(double value, Range of, boolean logarithmic) {
        return logarithmic
                ? Math.log(value / of.min()) / Math.log(of.max() / of.min())
                : (value - of.min()) / (of.max() - of.min());
    }

    /** XChart writes the text on the point itself. */
    private static final class Raised extends AnnotationText {
        Raised(String text, double x, double y) {
            super(text, x, y, false);
        }

        @Override
        public void paint(Graphics2D graphics) {
            graphics.translate(0, -RISE);
            super.paint(graphics);
            graphics.translate(0, RISE);
        }
    }
}
