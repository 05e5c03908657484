package dev.skipstream.flink;

import dev.skipstream.stream.SensorCursor;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a {@link SensorCursor} in 85 bytes. Its layout is versioned by {@link CursorSerializerSnapshot}. */
public final class CursorSerializer extends TypeSerializerSingleton<SensorCursor> {
    private static final long serialVersionUID = 1L;

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
        return 10 * Long.BYTES + Float.BYTES + 1;
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
        out.writeByte((cursor.open ? 1 : 0) | (cursor.joinedAtStart ? 2 : 0));
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
        cursor.open = (flags & 1) != 0;
        cursor.joinedAtStart = (flags & 2) != 0;
        return cursor;
    }

    @Override
    public SensorCursor deserialize(SensorCursor reuse, DataInputView in) throws IOException {
        return deserialize(in);
    }

    @Override
    public void copy(DataInputView in, DataOutputView out) throws IOException {
        out.write(in, getLength());
    }

    @Override
    public TypeSerializerSnapshot<SensorCursor> snapshotConfiguration() {
        return new CursorSerializerSnapshot();
    }
}
