package dev.skipstream.flink;

import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Says in a snapshot which layout its records have. Version 1 is the only one so far. */
public final class SensorRecordSerializerSnapshot extends LayoutSnapshot<SensorRecord> {
    public SensorRecordSerializerSnapshot() {
        super("sensor records", 1);
    }

    @Override
    public TypeSerializer<SensorRecord> restoreSerializer() {
        return new SensorRecordSerializer();
    }
}
