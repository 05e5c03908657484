package dev.skipstream.flink;

import dev.skipstream.stream.BufferedSamples;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Says in a savepoint which layout its waiting samples have. Version 1 is the only one so far. */
public final class BufferedSamplesSerializerSnapshot extends LayoutSnapshot<BufferedSamples> {
    public BufferedSamplesSerializerSnapshot() {
        super("waiting samples", 1);
    }

    @Override
    public TypeSerializer<BufferedSamples> restoreSerializer() {
        return BufferedSamplesSerializer.INSTANCE;
    }
}
