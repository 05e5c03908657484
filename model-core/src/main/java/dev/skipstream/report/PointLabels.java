package dev.skipstream.report;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;

/** Writes names over points where there is room; where there is none, a point stays without. Not thread-safe. */
final class PointLabels {
    private static final double LETTER = 6; // logical pixels of the chart's width, about
    private static final double LINE = 14; // of its height
    private static final int RISE = 11; // logical pixels from the middle of a point to that of its name

    /** What a chart's frame is of its size, about. */
    private static final double FRAME_WIDTH = 0.83;

    private static final double FRAME_HEIGHT = 0.75;

    private final XYChart chart;
    private final Range x;
    private final Range y;
    private final double width; // logical pixels of the frame
    private final double height;
    private final List<Rectangle2D> taken = new ArrayList<>(); // from the frame's lower left corner

    /**
     * @param width logical pixels of the chart without its legend
     * @param x the horizontal axis from end to end, and so y the vertical one
     */
    PointLabels(XYChart chart, int width, Range x, Range y) {
        this.chart = chart;
        this.x = x;
        this.y = y;
        this.width = FRAME_WIDTH * width;
        height = FRAME_HEIGHT * chart.getHeight();
    }

    void add(String name, double atX, double atY) {
        if (name.isBlank()) {
            return;
        }
        double content = chart.getStyler().getPlotContentSize();
        double margin = (1 - content) / 2;
        double middle =
                width * (margin + content * share(atX, x, chart.getStyler().isXAxisLogarithmic()));
        double wide = LETTER * name.length();
        double left = Math.max(0, Math.min(middle - wide / 2, width - wide));
        double bottom = height * (margin + content * share(atY, y, false));
        Rectangle2D box = new Rectangle2D.Double(left, bottom, wide, LINE);
        if (taken.stream().noneMatch(box::intersects)) {
            taken.add(box);
            chart.addAnnotation(new Moved(name, atX, atY, left + wide / 2 - middle));
        }
    }

    private static double share(double value, Range of, boolean logarithmic) {
        return logarithmic
                ? Math.log(value / of.min()) / Math.log(of.max() / of.min())
                : (value - of.min()) / (of.max() - of.min());
    }

    /** XChart writes the text on the point itself; this one stands over it and within the frame. */
    private static final class Moved extends AnnotationText {
        private final double right; // logical pixels

        Moved(String text, double x, double y, double right) {
            super(text, x, y, false);
            this.right = right;
        }

        @Override
        public void paint(Graphics2D graphics) {
            graphics.translate(right, -RISE);
            super.paint(graphics);
            graphics.translate(-right, RISE);
        }
    }
}
