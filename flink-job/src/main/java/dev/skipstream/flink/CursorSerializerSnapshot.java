package dev.skipstream.flink;

import dev.skipstream.stream.SensorCursor;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Says in a savepoint which layout its cursors have.
 *
 * <table>
 * <caption>Versions</caption>
 * <tr><td>1</td><td>85 bytes; the flags are "open" and "joined at its start"</td></tr>
 * <tr><td>2</td><td>more flags, and what two of them say may follow: the last sample seen, the samples that wait</td></tr>
 * </table>
 *
 * <p>A cursor of version 1 is one of version 2 with nothing to follow.
 */
public final class CursorSerializerSnapshot extends LayoutSnapshot<SensorCursor> {
    public CursorSerializerSnapshot() {
        super("cursors", 2);
    }

    @Override
    public TypeSerializer<SensorCursor> restoreSerializer() {
        return CursorSerializer.INSTANCE;
    }
}
