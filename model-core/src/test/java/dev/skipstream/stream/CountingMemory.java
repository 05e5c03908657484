package dev.skipstream.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One sensor's memory that copies what it keeps, as a serialising state backend does, and counts every access. */
final class CountingMemory implements SensorMemory {
    int cursorReads;
    int cursorWrites;
    int hiddenReads;
    int hiddenWrites;
    int hiddenClears;
    int otherAccesses;
    private SensorCursor cursor;
    private float[] hidden;
    private List<BufferedSamples> buffered = new ArrayList<>();
    private long[] used = {};

    @Override
    public SensorCursor cursor() {
        cursorReads++;
        return cursor == null ? null : cursor.copy();
    }

    @Override
    public void cursor(SensorCursor cursor) {
        cursorWrites++;
        this.cursor = cursor.copy();
    }

    @Override
    public float[] hidden() {
        hiddenReads++;
        return hidden.clone();
    }

    @Override
    public void hidden(float[] hidden) {
        hiddenWrites++;
        this.hidden = hidden.clone();
    }

    @Override
    public void clearHidden() {
        hiddenClears++;
        hidden = null;
    }

    @Override
    public void clearCursor() {
        cursorWrites++;
        cursor = null;
    }

    @Override
    public void addBuffered(BufferedSamples samples) {
        otherAccesses++;
        buffered.add(samples);
    }

    @Override
    public List<BufferedSamples> buffered() {
        otherAccesses++;
        return List.copyOf(buffered);
    }

    @Override
    public void buffered(List<BufferedSamples> samples) {
        otherAccesses++;
        buffered = new ArrayList<>(samples);
    }

    @Override
    public void addUsed(long[] positions) {
        otherAccesses++;
        int known = used.length;
        used = Arrays.copyOf(used, known + positions.length);
        System.arraycopy(positions, 0, used, known, positions.length);
    }

    @Override
    public long[] used() {
        otherAccesses++;
        return used.clone();
    }

    @Override
    public void clearUsed() {
        otherAccesses++;
        used = new long[0];
    }

    /** Whether nothing is remembered. */
    boolean isEmpty() {
        return cursor == null && hidden == null && buffered.isEmpty() && used.length == 0;
    }

    boolean holdsHidden() {
        return hidden != null;
    }

    /**
     * Accesses since the last call, as "cursor reads/writes, hidden reads/writes/clears", and "+n" for n of the waiting
     * samples and used positions.
     */
    String take() {
        String taken = cursorReads + "/" + cursorWrites + " " + hiddenReads + "/" + hiddenWrites + "/" + hiddenClears
                + (otherAccesses == 0 ? "" : " +" + otherAccesses);
        otherAccesses = 0;
        cursorReads = 0;
        cursorWrites = 0;
        hiddenReads = 0;
        hiddenWrites = 0;
        hiddenClears = 0;
        return taken;
    }
}
