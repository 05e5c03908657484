package dev.skipstream.flink;

import dev.skipstream.stream.SensorCursor;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a {@link SensorCursor} in 85 bytes; 16 more where the last sample seen is not the last one used, which happens
 * only where pauses end sequences, 20 more while samples wait, and 8 more where the greatest time is not that of the last
 * used sample. The flags say which follow, and the layout of version 1
 * is the one without any: so cursors of older savepoints are read as they are. Versioned by {@link
 * CursorSerializerSnapshot}.
 */
public final class CursorSerializer extends TypeSerializerSingleton<SensorCursor> {
    private static final long serialVersionUID = 1L;

    private static final int OPEN = 1;
    private static final int JOINED_AT_START = 2;
    private static final int TIMED = 4;
    private static final int IDLE = 8;
    private static final int SEEN_FOLLOWS = 16;
    private static final int BUFFERED_FOLLOWS = 32;
    private static final int GREATEST_FOLLOWS = 64;

    static final CursorSerializer INSTANCE = new CursorSerializer();

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public SensorCursor createInstance() {
        return new SensorCursor();
    }

    @Override
    public SensorCursor copy(SensorCursor from) {
        return from.copy();
    }

    @Override
    public SensorCursor copy(SensorCursor from, SensorCursor reuse) {
        return from.copy();
    }

    @Override
    public int getLength() {
        return -1; // not always the same
    }

    @Override
    public void serialize(SensorCursor cursor, DataOutputView out) throws IOException {
        out.writeLong(cursor.model);
        out.writeLong(cursor.sequence);
        out.writeLong(cursor.firstSeq);
        out.writeLong(cursor.lastUsed);
        out.writeLong(cursor.nextNeeded);
        out.writeLong(cursor.startTime);
        out.writeLong(cursor.lastTime);
        out.writeLong(cursor.arrivals);
        out.writeLong(cursor.updates);
        out.writeLong(cursor.missing);
        out.writeFloat(cursor.increment);
        boolean seen = cursor.lastSeen != cursor.lastUsed || cursor.lastSeenTime != cursor.lastTime;
        out.writeByte((cursor.open ? OPEN : 0)
                | (cursor.joinedAtStart ? JOINED_AT_START : 0)
                | (cursor.timed ? TIMED : 0)
                | (cursor.idle ? IDLE : 0)
                | (seen ? SEEN_FOLLOWS : 0)
                | (cursor.buffered > 0 ? BUFFERED_FOLLOWS : 0)
                | (cursor.greatestTime != cursor.lastTime ? GREATEST_FOLLOWS : 0));
        if (seen) {
            out.writeLong(cursor.lastSeen);
            out.writeLong(cursor.lastSeenTime);
        }
        if (cursor.buffered > 0) {
            out.writeInt(cursor.buffered);
            out.writeLong(cursor.lowestBuffered);
            out.writeLong(cursor.lowestBufferedTime);
        }
        if (cursor.greatestTime != cursor.lastTime) {
            out.writeLong(cursor.greatestTime);
        }
    }

    @Override
    public SensorCursor deserialize(DataInputView in) throws IOException {
        SensorCursor cursor = new SensorCursor();
        cursor.model = in.readLong();
        cursor.sequence = in.readLong();
        cursor.firstSeq = in.readLong();
        cursor.lastUsed = in.readLong();
        cursor.nextNeeded = in.readLong();
        cursor.startTime = in.readLong();
        cursor.lastTime = in.readLong();
        cursor.arrivals = in.readLong();
        cursor.updates = in.readLong();
        cursor.missing = in.readLong();
        cursor.increment = in.readFloat();
        int flags = in.readByte();
        cursor.open = (flags & OPEN) != 0;
        cursor.joinedAtStart = (flags & JOINED_AT_START) != 0;
        cursor.timed = (flags & TIMED) != 0;
        cursor.idle = (flags & IDLE) != 0;
        boolean seen = (flags & SEEN_FOLLOWS) != 0;
        cursor.lastSeen = seen ? in.readLong() : cursor.lastUsed;
        cursor.lastSeenTime = seen ? in.readLong() : cursor.lastTime;
        if ((flags & BUFFERED_FOLLOWS) != 0) {
            cursor.buffered = in.readInt();
            cursor.lowestBuffered = in.readLong();
            cursor.lowestBufferedTime = in.readLong();
        }
        cursor.greatestTime = (flags & GREATEST_FOLLOWS) != 0 ? in.readLong() : cursor.lastTime;
        return cursor;
    }

    @Override
    public SensorCursor deserialize(SensorCursor reuse, DataInputView in) throws IOException {
        return deserialize(in);
    }

    @Override
    public void copy(DataInputView in, DataOutputView out) throws IOException {
        serialize(deserialize(in), out);
    }

    @Override
    public TypeSerializerSnapshot<SensorCursor> snapshotConfiguration() {
        return new CursorSerializerSnapshot();
    }
}
