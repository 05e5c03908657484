/**
 * Pictures for people: training curves, the samples a network used, accuracy against cost; as PNG or SVG.
 *
 * <pre>
 *   TrainingLog ─▶ TrainingCurves ───────────┐
 *   SampleUse ───▶ SignalPlots, ImagePlots ──┼─▶ charts of XChart ─▶ Picture.write ─▶ PNG, SVG
 *   ModelPoint ──▶ ParetoPicture ────────────┘
 * </pre>
 *
 * XChart draws; here series and styles are prepared, and charts put beside each other. Sizes are in logical pixels.
 * The same input gives the same bytes on the same machine. Needs java.desktop and a font, but no display.
 */
package dev.skipstream.report;
