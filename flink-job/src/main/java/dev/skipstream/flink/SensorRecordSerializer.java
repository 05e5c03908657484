package dev.skipstream.flink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a {@link SensorRecord} as one block, since every record crosses {@code keyBy}: a view is called twice a record
 * and not once a number. Layout version 1:
 *
 * <pre>
 *   int32 big-endian: bytes that follow, all little-endian
 *   int32 L    int64 seq    int64 time    float64 periodMs    name    float32 values…
 *   L ≥ 0: the name is L ASCII bytes; L &lt; 0: it is ~L chars of two bytes
 * </pre>
 *
 * <p>Belongs to one thread, for its scratch; Flink asks for {@link #duplicate duplicates}.
 */
public final class SensorRecordSerializer extends TypeSerializer<SensorRecord> {
    private static final long serialVersionUID = 1L;
    private static final int HEADER = 4 + 8 + 8 + 8;
    private static final int FEW = 8; // values: below, one by one is faster than in bulk

    private transient ByteBuffer scratch;

    private ByteBuffer scratch(int size) {
        if (scratch == null || scratch.capacity() < size) {
            scratch = ByteBuffer.allocate(Math.max(256, size + size / 2)).order(ByteOrder.LITTLE_ENDIAN);
        }
        return scratch.clear();
    }

    @Override
    public void serialize(SensorRecord record, DataOutputView out) throws IOException {
        String name = record.sensor();
        float[] values = record.values();
        ByteBuffer buffer = scratch(HEADER + 2 * name.length() + 4 * values.length);
        buffer.position(HEADER);
        int length = putAscii(name, buffer) ? name.length() : putChars(name, buffer);
        putValues(values, buffer);
        buffer.putInt(0, length)
                .putLong(4, record.seq())
                .putLong(12, record.time())
                .putDouble(20, record.periodMs());
        out.writeInt(buffer.position());
        out.write(buffer.array(), 0, buffer.position());
    }

    private static boolean putAscii(String name, ByteBuffer buffer) {
        byte[] bytes = buffer.array();
        int from = buffer.position();
        int length = name.length();
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            if (c >= 0x80) {
                return false;
            }
            bytes[from + i] = (byte) c;
        }
        buffer.position(from + length);
        return true;
    }

    /** Also for what is no valid text, such as half a surrogate pair: the name must come out as it went in. */
    private static int putChars(String name, ByteBuffer buffer) {
        for (int i = 0; i < name.length(); i++) {
            buffer.putChar(name.charAt(i));
        }
        return ~name.length();
    }

    private static void putValues(float[] values, ByteBuffer buffer) {
        if (values.length < FEW) {
            for (float value : values) {
                buffer.putFloat(value);
            }
        } else {
            buffer.asFloatBuffer().put(values);
            buffer.position(buffer.position() + 4 * values.length);
        }
    }

    @Override
    public SensorRecord deserialize(DataInputView in) throws IOException {
        int size = in.readInt();
        ByteBuffer buffer = scratch(size);
        in.readFully(buffer.array(), 0, size);
        buffer.limit(size);
        int length = buffer.getInt();
        long seq = buffer.getLong();
        long time = buffer.getLong();
        double periodMs = buffer.getDouble();
        String name = length >= 0
                ? new String(buffer.array(), HEADER, length, StandardCharsets.ISO_8859_1)
                : chars(~length, buffer);
        buffer.position(HEADER + (length >= 0 ? length : 2 * ~length));
        float[] values = new float[buffer.remaining() / 4];
        getValues(buffer, values);
        return new SensorRecord(name, seq, time, periodMs, values);
    }

    private static String chars(int length, ByteBuffer buffer) {
        char[] chars = new char[length];
        buffer.asCharBuffer().get(chars);
        return new String(chars);
    }

    private static void getValues(ByteBuffer buffer, float[] values) {
        if (values.length < FEW) {
            for (int i = 0; i < values.length; i++) {
                values[i] = buffer.getFloat();
            }
        } else {
            buffer.asFloatBuffer().get(values);
        }
    }

    @Override
    public SensorRecord deserialize(SensorRecord reuse, DataInputView in) throws IOException {
        return deserialize(in);
    }

    @Override
    public void copy(DataInputView in, DataOutputView out) throws IOException {
        int size = in.readInt();
        byte[] bytes = scratch(size).array(); // not from view to view: some views do not grow then
        in.readFully(bytes, 0, size);
        out.writeInt(size);
        out.write(bytes, 0, size);
    }

    /** Nobody writes into a record's values. */
    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public SensorRecord createInstance() {
        return new SensorRecord("", 0, 0, 0, new float[0]);
    }

    @Override
    public SensorRecord copy(SensorRecord from) {
        return from;
    }

    @Override
    public SensorRecord copy(SensorRecord from, SensorRecord reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1; // not always the same
    }

    @Override
    public SensorRecordSerializer duplicate() {
        return new SensorRecordSerializer();
    }

    @Override
    public TypeSerializerSnapshot<SensorRecord> snapshotConfiguration() {
        return new SensorRecordSerializerSnapshot();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SensorRecordSerializer;
    }

    @Override
    public int hashCode() {
        return SensorRecordSerializer.class.hashCode();
    }
}
