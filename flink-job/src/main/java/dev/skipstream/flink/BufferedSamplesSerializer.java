package dev.skipstream.flink;

import dev.skipstream.stream.BufferedSamples;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes {@link BufferedSamples} in 36 bytes and 4 a number. Its layout is versioned by {@link
 * BufferedSamplesSerializerSnapshot}.
 */
public final class BufferedSamplesSerializer extends TypeSerializerSingleton<BufferedSamples> {
    private static final long serialVersionUID = 1L;

    static final BufferedSamplesSerializer INSTANCE = new BufferedSamplesSerializer();

    /** Nobody writes into the values: they are a copy made to be kept. */
    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public BufferedSamples createInstance() {
        return new BufferedSamples(0, 0, 0, 0, 1, new float[0]);
    }

    @Override
    public BufferedSamples copy(BufferedSamples from) {
        return from;
    }

    @Override
    public BufferedSamples copy(BufferedSamples from, BufferedSamples reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1; // not always the same
    }

    @Override
    public void serialize(BufferedSamples samples, DataOutputView out) throws IOException {
        out.writeLong(samples.seq());
        out.writeLong(samples.time());
        out.writeDouble(samples.periodMs());
        out.writeInt(samples.first());
        out.writeInt(samples.channels());
        out.writeInt(samples.values().length);
        for (float value : samples.values()) {
            out.writeFloat(value);
        }
    }

    @Override
    public BufferedSamples deserialize(DataInputView in) throws IOException {
        long seq = in.readLong();
        long time = in.readLong();
        double periodMs = in.readDouble();
        int first = in.readInt();
        int channels = in.readInt();
        float[] values = new float[in.readInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFloat();
        }
        return new BufferedSamples(seq, time, periodMs, first, channels, values);
    }

    @Override
    public BufferedSamples deserialize(BufferedSamples reuse, DataInputView in) throws IOException {
        return deserialize(in);
    }

    @Override
    public void copy(DataInputView in, DataOutputView out) throws IOException {
        serialize(deserialize(in), out);
    }

    @Override
    public TypeSerializerSnapshot<BufferedSamples> snapshotConfiguration() {
        return new BufferedSamplesSerializerSnapshot();
    }
}
