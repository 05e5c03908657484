package dev.skipstream.flink;

import dev.skipstream.stream.BufferedSamples;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Says in a savepoint which layout its waiting samples have. Version 1 is the only one so far. */
public final class BufferedSamplesSerializerSnapshot implements TypeSerializerSnapshot<BufferedSamples> {
    private static final int VERSION = 1;

    @Override
    public int getCurrentVersion() {
        return VERSION;
    }

    @Override
    public void writeSnapshot(DataOutputView out) {
        // the version number that Flink writes is all there is
    }

    @Override
    public void readSnapshot(int readVersion, DataInputView in, ClassLoader loader) throws IOException {
        if (readVersion != VERSION) {
            throw new NewerSavepointException(
                    "waiting samples in this savepoint must be of version " + VERSION + ", found " + readVersion
                            + ": restore it with the Skipstream version that wrote it, or a later one");
        }
    }

    @Override
    public TypeSerializer<BufferedSamples> restoreSerializer() {
        return BufferedSamplesSerializer.INSTANCE;
    }

    @Override
    public TypeSerializerSchemaCompatibility<BufferedSamples> resolveSchemaCompatibility(
            TypeSerializerSnapshot<BufferedSamples> old) {
        return old instanceof BufferedSamplesSerializerSnapshot
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.incompatible();
    }
}
