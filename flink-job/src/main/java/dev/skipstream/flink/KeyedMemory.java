package dev.skipstream.flink;

import static dev.skipstream.flink.StateAccess.failed;
import static dev.skipstream.flink.StateAccess.read;
import static dev.skipstream.flink.StateAccess.write;

import dev.skipstream.stream.BufferedSamples;
import dev.skipstream.stream.SensorCursor;
import dev.skipstream.stream.SensorMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.FloatPrimitiveArraySerializer;
import org.apache.flink.api.common.typeutils.base.array.LongPrimitiveArraySerializer;

/**
 * The current key's memory in Flink's keyed state: each call is one state access. Waiting samples and used positions are
 * lists, which RocksDB extends without reading them; they come into being when a job first needs them, since every
 * state costs memory.
 */
final class KeyedMemory implements SensorMemory {
    static final ValueStateDescriptor<SensorCursor> CURSOR =
            new ValueStateDescriptor<>("cursor", CursorSerializer.INSTANCE);

    private final RuntimeContext runtime;
    private final ValueState<SensorCursor> cursor;
    private final ValueState<float[]> hidden;
    private ListState<BufferedSamples> waiting; // null: not needed so far
    private ListState<long[]> used; // null: not needed so far

    KeyedMemory(RuntimeContext runtime) {
        this.runtime = runtime;
        cursor = runtime.getState(CURSOR);
        hidden = runtime.getState(new ValueStateDescriptor<>("hidden", FloatPrimitiveArraySerializer.INSTANCE));
    }

    @Override
    public SensorCursor cursor() {
        try { // the one access of every record: without a closure
            return cursor.value();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void cursor(SensorCursor value) {
        write(() -> cursor.update(value));
    }

    @Override
    public void clearCursor() {
        cursor.clear();
    }

    @Override
    public float[] hidden() {
        return read(hidden::value);
    }

    @Override
    public void hidden(float[] value) {
        write(() -> hidden.update(value));
    }

    @Override
    public void clearHidden() {
        hidden.clear();
    }

    @Override
    public void addBuffered(BufferedSamples samples) {
        write(() -> waiting().add(samples));
    }

    @Override
    public List<BufferedSamples> buffered() {
        List<BufferedSamples> samples = new ArrayList<>();
        read(waiting()::get).forEach(samples::add);
        return samples;
    }

    @Override
    public void buffered(List<BufferedSamples> samples) {
        write(() -> waiting().update(samples));
    }

    @Override
    public void addUsed(long[] positions) {
        write(() -> usedPositions().add(positions));
    }

    @Override
    public long[] used() {
        return joined(read(usedPositions()::get));
    }

    @Override
    public void clearUsed() {
        usedPositions().clear();
    }

    /** Used positions as one array. */
    static long[] joined(Iterable<long[]> parts) {
        LongStream.Builder all = LongStream.builder();
        for (long[] positions : parts) {
            for (long position : positions) {
                all.add(position);
            }
        }
        return all.build().toArray();
    }

    ListState<BufferedSamples> waiting() {
        if (waiting == null) {
            waiting = runtime.getListState(new ListStateDescriptor<>("waiting", BufferedSamplesSerializer.INSTANCE));
        }
        return waiting;
    }

    ListState<long[]> usedPositions() {
        if (used == null) {
            used = runtime.getListState(new ListStateDescriptor<>("used", LongPrimitiveArraySerializer.INSTANCE));
        }
        return used;
    }
}
