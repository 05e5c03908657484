package dev.skipstream.report;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Charts in rows under a title, and their file. Not thread-safe: XChart's charts are not. */
public final class Picture {
    /** A file format, told by the suffix of the file's name. */
    private enum Format {
        PNG,
        SVG
    }

    /** What a chart of XChart does. */
    @FunctionalInterface
    interface Drawing {
        void paint(Graphics2D graphics, int width, int height);
    }

    /** A drawing and its size in logical pixels. */
    record Panel(int width, int height, Drawing drawing) {}

    private static final int SCALE = 2; // pixels of a PNG for a logical one, across and down: sharp on fine screens
    private static final int MARGIN = 12;
    private static final int HEAD = 46; // logical pixels over the panels: two lines

    private final String title;
    private final String remark;
    private final List<List<Panel>> rows;

    /**
     * @param title one line that says what is shown
     * @param remark one line on how to read it
     * @param columns panels of a row, at least 1
     */
    Picture(String title, String remark, int columns, List<Panel> panels) {
        this.title = title.replaceAll("\\p{Cntrl}", " "); // which no SVG may hold
        this.remark = remark;
        rows = IntStream.iterate(0, n -> n < panels.size(), n -> n + columns)
                .mapToObj(n -> List.copyOf(panels.subList(n, Math.min(n + columns, panels.size()))))
                .toList();
    }

    /** One line that says what is shown. */
    public String title() {
        return title;
    }

    /** Width in logical pixels. */
    public int width() {
        return rows.stream()
                .mapToInt(row -> row.stream().mapToInt(Panel::width).sum())
                .max()
                .orElse(0);
    }

    /** Height in logical pixels. */
    public int height() {
        return HEAD + rows.stream().mapToInt(Picture::height).sum();
    }

    private static int height(List<Panel> row) {
        return row.stream().mapToInt(Panel::height).max().orElse(0);
    }

    /**
     * Whether a file name is one that {@link #write} takes; to be asked before the work.
     *
     * @param what to call the file in messages
     * @throws IllegalArgumentException if it ends neither in .png nor in .svg, or its folder does not exist
     */
    public static void requireName(String what, Path file) {
        format(what, file);
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
            throw new IllegalArgumentException(what + " must be a file in a folder that exists, found " + file);
        }
    }

    private static Format format(String what, Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        for (Format format : Format.values()) {
            if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        throw new IllegalArgumentException(what + " must be a file name that ends in .png or .svg, found " + file);
    }

    /**
     * Draws the picture into a file, whole or not at all. A PNG has 2 × 2 pixels for each logical one.
     *
     * @throws IllegalArgumentException as {@link #requireName}
     * @throws IOException if the file cannot be written
     */
    public void write(Path file) throws IOException {
        requireName("picture", file);
        byte[] bytes = toBytes(format("picture", file));
        Path target = file.toAbsolutePath();
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Files.write(part, bytes);
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private byte[] toBytes(Format format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (format == Format.SVG) {
            VectorGraphics2D graphics = new VectorGraphics2D();
            draw(graphics);
            PageSize size = new PageSize(0, 0, width(), height());
            new SVGProcessor().getDocument(graphics.getCommands(), size).writeTo(bytes);
        } else if (!ImageIO.write(image(), "png", bytes)) {
            throw new IOException("this Java runtime cannot write PNG files");
        }
        return bytes.toByteArray();
    }

    private BufferedImage image() {
        BufferedImage image = new BufferedImage(SCALE * width(), SCALE * height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(SCALE, SCALE);
        draw(graphics);
        graphics.dispose();
        return image;
    }

    private void draw(Graphics2D graphics) {
        graphics.setColor(LightTheme.PAPER);
        graphics.fillRect(0, 0, width(), height());
        write(graphics, title, LightTheme.HEADLINE, LightTheme.TEXT, 20);
        write(graphics, remark, LightTheme.SMALL, LightTheme.REMARK, 38);
        int top = HEAD;
        for (List<Panel> row : rows) {
            int left = 0;
            for (Panel panel : row) {
                graphics.translate(left, top);
                panel.drawing.paint(graphics, panel.width, panel.height);
                graphics.translate(-left, -top);
                left += panel.width;
            }
            top += height(row);
        }
    }

    private void write(Graphics2D graphics, String line, Font font, Color color, int y) {
        graphics.setFont(LightTheme.fitted(font, line, width() - 2.0 * MARGIN));
        graphics.setColor(color);
        graphics.drawString(line, MARGIN, y);
    }
}
