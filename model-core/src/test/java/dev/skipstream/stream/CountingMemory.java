package dev.skipstream.stream;

/** One sensor's memory that copies what it keeps, as a serialising state backend does, and counts every access. */
final class CountingMemory implements SensorMemory {
    int cursorReads;
    int cursorWrites;
    int hiddenReads;
    int hiddenWrites;
    int hiddenClears;
    private SensorCursor cursor;
    private float[] hidden;

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

    boolean holdsHidden() {
        return hidden != null;
    }

    /** Accesses since the last call, as "cursor reads/writes, hidden reads/writes/clears". */
    String take() {
        String taken = cursorReads + "/" + cursorWrites + " " + hiddenReads + "/" + hiddenWrites + "/" + hiddenClears;
        cursorReads = 0;
        cursorWrites = 0;
        hiddenReads = 0;
        hiddenWrites = 0;
        hiddenClears = 0;
        return taken;
    }
}
