package dev.skipstream.flink;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Says in a snapshot which layout its records have. Version 1 is the only one so far. */
public final class SensorRecordSerializerSnapshot implements TypeSerializerSnapshot<SensorRecord> {
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
            throw new IOException("sensor records in this snapshot must be of version " + VERSION + ", found "
                    + readVersion + ": restore it with the Skipstream version that wrote it, or a later one");
        }
    }

    @Override
    public TypeSerializer<SensorRecord> restoreSerializer() {
        return new SensorRecordSerializer();
    }

    @Override
    public TypeSerializerSchemaCompatibility<SensorRecord> resolveSchemaCompatibility(
            TypeSerializerSnapshot<SensorRecord> old) {
        return old instanceof SensorRecordSerializerSnapshot
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.incompatible();
    }
}
