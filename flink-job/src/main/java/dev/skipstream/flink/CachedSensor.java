package dev.skipstream.flink;

import dev.skipstream.stream.BufferedSamples;
import dev.skipstream.stream.SensorCursor;
import dev.skipstream.stream.SensorMemory;
import java.util.List;

/**
 * One sensor's memory as objects, in front of Flink's keyed state: a place of the {@link SensorCache}, which one sensor
 * after another takes. The cursor is read when a sensor takes it, everything else when it is first asked for; what has
 * changed is written when the cache says so. A call that finds what it needs touches no state and allocates nothing.
 *
 * <p>Cursor and hidden state are copied on their way in and out: the heap backend's state is the object itself, and a
 * checkpoint that is still being written may read it while the next sample changes the cached one.
 *
 * <p>Belongs to one thread. What touches the state needs the sensor's key to be the current one.
 */
final class CachedSensor implements SensorMemory {
    private final KeyedMemory state;

    private String sensor;
    private boolean recent; // asked for since the cache last looked for a place
    private SensorCursor cursor; // null: never seen
    private boolean cursorChanged;
    private float[] hidden; // null: none, or not read
    private boolean hiddenRead;
    private boolean hiddenChanged;
    private CachedList<BufferedSamples> waiting; // null: not touched
    private CachedList<long[]> used; // null: not touched

    CachedSensor(KeyedMemory state) {
        this.state = state;
    }

    /** Gives the place to another sensor, whose key is the current one. What has changed of the last must be written. */
    void turnTo(String sensor) {
        this.sensor = sensor;
        recent = false; // a sensor that comes once goes first
        SensorCursor stored = state.cursor();
        cursor = stored == null ? null : stored.copy();
        hidden = null;
        hiddenRead = false;
        waiting = null;
        used = null;
    }

    String sensor() {
        return sensor;
    }

    /** Notes that the sensor has been asked for. */
    void touch() {
        recent = true;
    }

    /** Whether the sensor has been asked for since the last call. */
    boolean takeRecent() {
        boolean was = recent;
        recent = false;
        return was;
    }

    /** Whether {@link #write} has anything to write. */
    boolean isChanged() {
        return cursorChanged
                || hiddenChanged
                || (waiting != null && waiting.isChanged())
                || (used != null && used.isChanged());
    }

    /** Writes what has changed under the current key, which is the sensor's; everything stays cached. */
    void write() {
        if (cursorChanged) {
            if (cursor == null) {
                state.clearCursor();
            } else {
                state.cursor(cursor.copy());
            }
            cursorChanged = false;
        }
        if (hiddenChanged) {
            if (hidden == null) {
                state.clearHidden();
            } else {
                state.hidden(hidden.clone());
            }
            hiddenChanged = false;
        }
        write(waiting);
        write(used);
    }

    private static void write(CachedList<?> list) {
        if (list != null && list.isChanged()) {
            StateAccess.write(list::write);
        }
    }

    @Override
    public SensorCursor cursor() {
        return cursor;
    }

    @Override
    public void cursor(SensorCursor value) {
        cursor = value;
        cursorChanged = true;
    }

    @Override
    public void clearCursor() {
        cursor(null);
    }

    @Override
    public float[] hidden() {
        if (!hiddenRead) {
            float[] stored = state.hidden();
            hidden = stored == null ? null : stored.clone();
            hiddenRead = true;
        }
        return hidden;
    }

    @Override
    public void hidden(float[] value) {
        hidden = value;
        hiddenRead = true;
        hiddenChanged = true;
    }

    @Override
    public void clearHidden() {
        hidden(null);
    }

    @Override
    public void addBuffered(BufferedSamples samples) {
        waiting().add(samples);
    }

    @Override
    public List<BufferedSamples> buffered() {
        return StateAccess.read(waiting()::all);
    }

    @Override
    public void buffered(List<BufferedSamples> samples) {
        waiting().replace(samples);
    }

    @Override
    public void addUsed(long[] positions) {
        usedPositions().add(positions);
    }

    @Override
    public long[] used() {
        return KeyedMemory.joined(StateAccess.read(usedPositions()::all));
    }

    @Override
    public void clearUsed() {
        usedPositions().replace(List.of());
    }

    private CachedList<BufferedSamples> waiting() {
        if (waiting == null) {
            waiting = new CachedList<>(state::waiting);
        }
        return waiting;
    }

    private CachedList<long[]> usedPositions() {
        if (used == null) {
            used = new CachedList<>(state::usedPositions);
        }
        return used;
    }
}
