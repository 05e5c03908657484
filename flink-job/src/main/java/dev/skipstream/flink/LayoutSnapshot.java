package dev.skipstream.flink;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Says in a savepoint which layout its values have, by a number. Today's serializer reads every layout up to its own, so
 * nothing is ever migrated; the number keeps an older job from reading newer values.
 */
abstract class LayoutSnapshot<T> implements TypeSerializerSnapshot<T> {
    private final String values;
    private final int version;

    /**
     * @param values what they are, for the message that refuses newer ones
     * @param version of the layout that is written today; 1 is the first
     */
    LayoutSnapshot(String values, int version) {
        this.values = values;
        this.version = version;
    }

    @Override
    public final int getCurrentVersion() {
        return version;
    }

    @Override
    public final void writeSnapshot(DataOutputView out) {
        // the version number that Flink writes is all there is
    }

    @Override
    public final void readSnapshot(int readVersion, DataInputView in, ClassLoader loader) throws IOException {
        if (readVersion < 1 || readVersion > version) {
            throw new NewerSavepointException(values + " in this savepoint must be of version "
                    + (version == 1 ? "1" : "1 … " + version) + ", found " + readVersion
                    + ": restore it with the Skipstream version that wrote it, or a later one");
        }
    }

    @Override
    public final TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(TypeSerializerSnapshot<T> old) {
        return old.getClass() == getClass()
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.incompatible();
    }
}
