package dev.skipstream.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.theme.AbstractBaseTheme;

/** The look of every chart: dark letters and pale lines on white paper. */
final class LightTheme extends AbstractBaseTheme {
    static {
        // Before the first class of AWT looks for a display: drawing needs none, even where there is one.
        System.setProperty("java.awt.headless", "true");
    }

    static final Color PAPER = Color.WHITE;
    static final Color TEXT = new Color(0x222222);
    static final Color REMARK = new Color(0x5f5f5f);

    /** Samples that updated the state: the red of the Skip RNN paper's Figures 5 and 6. */
    static final Color USED = new Color(0xd62728);

    /** Samples that were skipped: the paper's blue. */
    static final Color SKIPPED = new Color(0x1f77b4);

    static final Color WRONG = new Color(0xa80000);

    private static final int PADDING = 14; // logical pixels; the number at the end of an axis reaches into it
    static final Font HEADLINE = new Font(Font.SANS_SERIF, Font.BOLD, 15);
    static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final float LEAST = 8; // points, of letters made smaller for want of room
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 13);

    private static final Color FRAME = new Color(0x8a8a8a);
    private static final Color GRID = new Color(0xe8e8e8);

    /** The colours of Okabe and Ito, told apart by people of every colour vision; without their yellow. */
    private static final Color[] GROUPS = {
        new Color(0x0072b2),
        new Color(0xd55e00),
        new Color(0x009e73),
        new Color(0xcc79a7),
        new Color(0xe69f00),
        new Color(0x56b4e9),
        new Color(0x000000),
    };

    /** Lines of the channels of a signal: the first one stays behind the dots drawn on it. */
    private static final Color[] LINES = {
        new Color(0x9a9a9a), new Color(0x009e73), new Color(0xcc79a7), new Color(0xe69f00), new Color(0x5f5f5f),
    };

    /** How many channels can be told apart. */
    static final int CHANNELS = LINES.length;

    private static final float[][] DASHES = {null, {6, 3}, {2, 2}, {8, 3, 2, 3}};

    /** A chart of numbers in this look; without a legend. */
    static XYChart chart(int width, int height, String xName, String yName) {
        XYChart chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .xAxisTitle(xName)
                .yAxisTitle(yName)
                .theme(new LightTheme())
                .build();
        chart.getStyler()
                .setLocale(Locale.ROOT)
                .setLegendVisible(false)
                .setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12))
                .setAnnotationTextFontColor(REMARK);
        return chart;
    }

    /** A name as XChart takes it: it stumbles over none at all. */
    static String label(String name) {
        return name.isBlank() ? "(no name)" : name;
    }

    /** Titles a chart, in smaller letters where the line is too long. */
    static void title(Chart<?, ?> chart, String line, Color color) {
        Font font = fitted(TITLE, line, chart.getWidth() - 4.0 * PADDING);
        chart.setTitle(line);
        chart.getStyler().setChartTitleFont(font).setChartTitleFontColor(color);
    }

    /** The font, or a smaller, still readable one for a line that is longer than the room in logical pixels. */
    static Font fitted(Font font, String line, double room) {
        double length = font.getStringBounds(line, new FontRenderContext(null, true, true))
                .getWidth();
        return length > room ? font.deriveFont(Math.max(LEAST, (float) (font.getSize2D() * room / length))) : font;
    }

    /** Colour of the n-th group; they repeat. */
    static Color group(int n) {
        return GROUPS[n % GROUPS.length];
    }

    /** Stroke of the n-th group's lines: solid until the colours repeat. */
    static BasicStroke stroke(int n, float width) {
        float[] dashes = DASHES[n / GROUPS.length % DASHES.length];
        int cap = dashes == null ? BasicStroke.CAP_ROUND : BasicStroke.CAP_BUTT;
        return new BasicStroke(width, cap, BasicStroke.JOIN_ROUND, 1, dashes, 0);
    }

    /** Colour of a channel's line; they repeat. */
    static Color channel(int n) {
        return LINES[n % LINES.length];
    }

    /** A colour on the way from paper (0) to ink (1). */
    static Color tint(Color ink, double strength) {
        return new Color(
                mixed(PAPER.getRed(), ink.getRed(), strength),
                mixed(PAPER.getGreen(), ink.getGreen(), strength),
                mixed(PAPER.getBlue(), ink.getBlue(), strength));
    }

    private static int mixed(int from, int to, double share) {
        return (int) Math.round(from + (to - from) * share);
    }

    @Override
    public Color getChartFontColor() {
        return TEXT;
    }

    @Override
    public int getChartPadding() {
        return PADDING;
    }

    @Override
    public Font getChartTitleFont() {
        return TITLE;
    }

    @Override
    public boolean isChartTitleBoxVisible() {
        return false;
    }

    @Override
    public Font getAxisTitleFont() {
        return getBaseFont().deriveFont(13f);
    }

    @Override
    public int getAxisTitlePadding() {
        return 6;
    }

    @Override
    public int getXAxisTickMarkSpacingHint() {
        return 50;
    }

    @Override
    public Font getAxisTickLabelsFont() {
        return getBaseFont().deriveFont(12f);
    }

    @Override
    public Color getAxisTickLabelsColor() {
        return TEXT;
    }

    @Override
    public Color getAxisTickMarksColor() {
        return FRAME;
    }

    @Override
    public boolean isAxisTicksLineVisible() {
        return false; // the frame is there
    }

    @Override
    public boolean isPlotTicksMarksVisible() {
        return false;
    }

    @Override
    public Color getPlotBorderColor() {
        return FRAME;
    }

    @Override
    public Color getPlotGridLinesColor() {
        return GRID;
    }

    @Override
    public BasicStroke getPlotGridLinesStroke() {
        return new BasicStroke(1);
    }

    @Override
    public int getPlotMargin() {
        return 0;
    }

    @Override
    public double getPlotContentSize() {
        return 0.95;
    }

    @Override
    public Font getLegendFont() {
        return getBaseFont().deriveFont(13f);
    }

    @Override
    public Color getLegendBorderColor() {
        return PAPER;
    }

    @Override
    public Styler.LegendPosition getLegendPosition() {
        return Styler.LegendPosition.OutsideE;
    }
}
