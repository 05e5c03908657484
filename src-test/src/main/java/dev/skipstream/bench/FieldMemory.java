package dev.skipstream.bench;

import dev.skipstream.stream.BufferedSamples;
import dev.skipstream.stream.SensorCursor;
import dev.skipstream.stream.SensorMemory;
import java.util.List;

/** One sensor's memory in fields: what a state access costs when it costs nothing. Nothing waits, nothing is noted. */
final class FieldMemory implements SensorMemory {
    private SensorCursor cursor;
    private float[] hidden;

    @Override
    public SensorCursor cursor() {
        return cursor;
    }

    @Override
    public void cursor(SensorCursor written) {
        cursor = written;
    }

    @Override
    public void clearCursor() {
        cursor = null;
    }

    @Override
    public float[] hidden() {
        return hidden;
    }

    @Override
    public void hidden(float[] written) {
        hidden = written;
    }

    @Override
    public void clearHidden() {
        hidden = null;
    }

    @Override
    public void addBuffered(BufferedSamples samples) {
        throw new UnsupportedOperationException("samples wait only with --max-lateness");
    }

    @Override
    public List<BufferedSamples> buffered() {
        return List.of();
    }

    @Override
    public void buffered(List<BufferedSamples> samples) {
        throw new UnsupportedOperationException("samples wait only with --max-lateness");
    }

    @Override
    public void addUsed(long[] positions) {
        throw new UnsupportedOperationException("positions are noted only with --include-used");
    }

    @Override
    public long[] used() {
        return new long[0];
    }

    @Override
    public void clearUsed() {
        // none are noted
    }
}
