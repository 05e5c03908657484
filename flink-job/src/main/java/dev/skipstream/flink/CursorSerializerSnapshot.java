package dev.skipstream.flink;

import dev.skipstream.stream.SensorCursor;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Says in a savepoint which layout its cursors have.
 *
 * <table>
 * <caption>Versions</caption>
 * <tr><td>1</td><td>85 bytes; the flags are "open" and "joined at its start"</td></tr>
 * <tr><td>2</td><td>more flags, and what two of them say may follow: the last sample seen, the samples that wait</td></tr>
 * </table>
 *
 * <p>A cursor of version 1 is one of version 2 with nothing to follow, so today's serializer reads both and old ones
 * need no migration; the number keeps an older job from reading newer cursors.
 */
public final class CursorSerializerSnapshot implements TypeSerializerSnapshot<SensorCursor> {
    private static final int VERSION = 2;

    private int version = VERSION;

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
        if (readVersion < 1 || readVersion > VERSION) {
            throw new NewerSavepointException("cursors in this savepoint must be of version 1 … " + VERSION + ", found "
                    + readVersion + ": restore it with the Skipstream version that wrote it, or a later one");
        }
        version = readVersion;
    }

    @Override
    public TypeSerializer<SensorCursor> restoreSerializer() {
        return CursorSerializer.INSTANCE;
    }

    @Override
    public TypeSerializerSchemaCompatibility<SensorCursor> resolveSchemaCompatibility(
            TypeSerializerSnapshot<SensorCursor> old) {
        return old instanceof CursorSerializerSnapshot that && that.version <= VERSION
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.incompatible();
    }
}
