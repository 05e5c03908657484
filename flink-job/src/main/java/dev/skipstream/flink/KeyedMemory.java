package dev.skipstream.flink;

import dev.skipstream.stream.SensorCursor;
import dev.skipstream.stream.SensorMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.FloatPrimitiveArraySerializer;

/** The current key's memory in Flink's keyed state: each call is one state access. */
final class KeyedMemory implements SensorMemory {
    private final ValueState<SensorCursor> cursor;
    private final ValueState<float[]> hidden;

    KeyedMemory(RuntimeContext runtime) {
        cursor = runtime.getState(new ValueStateDescriptor<>("cursor", CursorSerializer.INSTANCE));
        hidden = runtime.getState(new ValueStateDescriptor<>("hidden", FloatPrimitiveArraySerializer.INSTANCE));
    }

    @Override
    public SensorCursor cursor() {
        try {
            return cursor.value();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void cursor(SensorCursor value) {
        try {
            cursor.update(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public float[] hidden() {
        try {
            return hidden.value();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void hidden(float[] value) {
        try {
            hidden.update(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void clearHidden() {
        hidden.clear();
    }
}
