package dev.skipstream.flink.sql;

import static dev.skipstream.flink.StateAccess.failed;
import static dev.skipstream.flink.StateAccess.read;
import static dev.skipstream.flink.StateAccess.write;

import dev.skipstream.flink.BufferedSamplesSerializer;
import dev.skipstream.flink.CursorSerializer;
import dev.skipstream.stream.BufferedSamples;
import dev.skipstream.stream.SensorCursor;
import dev.skipstream.stream.SensorMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.dataview.ListView;
import org.apache.flink.table.api.dataview.MapView;
import org.apache.flink.table.types.inference.StateTypeStrategy;
import org.apache.flink.table.types.inference.TypeStrategies;

/**
 * The current key's memory in views of its state: each call is one state access. A view is the only kind of a process
 * table function's state that is read and written when the function says so: a plain entry is read before every row and
 * compared after it. The values are bytes of our own making, so that their layout is ours to change. Belongs to one
 * thread.
 *
 * <pre>
 *   memory    0: cursor   1 byte version, then as {@link CursorSerializer} writes it
 *             1: hidden   float32, little-endian
 *   waiting   1 byte version, then as {@link BufferedSamplesSerializer} writes it
 *   used      int64, little-endian
 * </pre>
 */
final class ViewMemory implements SensorMemory {
    // Nothing expires: Flink counts from the last write, and a sensor's samples are read long after it.
    static final StateTypeStrategy MEMORY = StateTypeStrategy.of(
            TypeStrategies.explicit(
                    MapView.newMapViewDataType(DataTypes.TINYINT().notNull(), DataTypes.BYTES())),
            Duration.ZERO);
    static final StateTypeStrategy LIST = StateTypeStrategy.of(
            TypeStrategies.explicit(
                    ListView.newListViewDataType(DataTypes.BYTES().notNull())),
            Duration.ZERO);

    private static final Byte CURSOR = 0;
    private static final Byte HIDDEN = 1;
    private static final int VERSION = 1;
    private static final CursorSerializer CURSORS = new CursorSerializer();
    private static final BufferedSamplesSerializer SAMPLES = new BufferedSamplesSerializer();

    private final DataInputDeserializer in = new DataInputDeserializer();
    private final DataOutputSerializer out = new DataOutputSerializer(128);
    private MapView<Byte, byte[]> memory;
    private ListView<byte[]> waiting;
    private ListView<byte[]> used;

    /** The memory of the key that Flink has set. */
    ViewMemory over(MapView<Byte, byte[]> memoryView, ListView<byte[]> waitingView, ListView<byte[]> usedView) {
        memory = memoryView;
        waiting = waitingView;
        used = usedView;
        return this;
    }

    @Override
    public SensorCursor cursor() {
        byte[] bytes;
        try { // the one access of every row: without a closure
            bytes = memory.get(CURSOR);
        } catch (Exception e) {
            throw failed(e);
        }
        return bytes == null ? null : decode(bytes, CURSORS);
    }

    @Override
    public void cursor(SensorCursor cursor) {
        write(() -> memory.put(CURSOR, encode(cursor, CURSORS)));
    }

    @Override
    public void clearCursor() {
        write(() -> memory.remove(CURSOR));
    }

    @Override
    public float[] hidden() {
        byte[] bytes = read(() -> memory.get(HIDDEN));
        if (bytes == null) {
            throw new IllegalStateException("an open sequence must have a hidden state, found none");
        }
        float[] hidden = new float[bytes.length / Float.BYTES];
        little(bytes).asFloatBuffer().get(hidden);
        return hidden;
    }

    @Override
    public void hidden(float[] hidden) {
        byte[] bytes = new byte[hidden.length * Float.BYTES];
        little(bytes).asFloatBuffer().put(hidden);
        write(() -> memory.put(HIDDEN, bytes));
    }

    @Override
    public void clearHidden() {
        write(() -> memory.remove(HIDDEN));
    }

    @Override
    public void addBuffered(BufferedSamples samples) {
        write(() -> waiting.add(encode(samples, SAMPLES)));
    }

    @Override
    public List<BufferedSamples> buffered() {
        List<BufferedSamples> samples = new ArrayList<>();
        read(() -> waiting.get()).forEach(bytes -> samples.add(decode(bytes, SAMPLES)));
        return samples;
    }

    @Override
    public void buffered(List<BufferedSamples> samples) {
        List<byte[]> all = samples.stream().map(some -> encode(some, SAMPLES)).toList();
        write(() -> {
            waiting.clear();
            if (!all.isEmpty()) {
                waiting.addAll(all);
            }
        });
    }

    @Override
    public void addUsed(long[] positions) {
        byte[] bytes = new byte[positions.length * Long.BYTES];
        little(bytes).asLongBuffer().put(positions);
        write(() -> used.add(bytes));
    }

    @Override
    public long[] used() {
        LongStream.Builder all = LongStream.builder();
        for (byte[] bytes : read(() -> used.get())) {
            ByteBuffer positions = little(bytes);
            while (positions.hasRemaining()) {
                all.add(positions.getLong());
            }
        }
        return all.build().toArray();
    }

    @Override
    public void clearUsed() {
        used.clear();
    }

    private <T> byte[] encode(T value, TypeSerializer<T> serializer) {
        write(() -> {
            out.clear();
            out.writeByte(VERSION);
            serializer.serialize(value, out);
        });
        return out.getCopyOfBuffer();
    }

    private <T> T decode(byte[] bytes, TypeSerializer<T> serializer) {
        return read(() -> {
            in.setBuffer(bytes);
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalStateException("layout of the state must be version " + VERSION + ", found " + version
                        + ": restore it with the Skipstream version that wrote it, or a later one");
            }
            return serializer.deserialize(in);
        });
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
