package dev.skipstream.flink;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Has Flink carry {@link SensorRecord} by its own serializer, not by one that reads field by field. */
public final class SensorRecordTypeInfo extends TypeInformation<SensorRecord> {
    private static final long serialVersionUID = 1L;

    /** Called by Flink for the annotated type. */
    public static final class Factory extends TypeInfoFactory<SensorRecord> {
        @Override
        public TypeInformation<SensorRecord> createTypeInfo(Type type, Map<String, TypeInformation<?>> parameters) {
            return new SensorRecordTypeInfo();
        }
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<SensorRecord> getTypeClass() {
        return SensorRecord.class;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<SensorRecord> createSerializer(SerializerConfig config) {
        return new SensorRecordSerializer();
    }

    @Override
    public String toString() {
        return "SensorRecord";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SensorRecordTypeInfo;
    }

    @Override
    public int hashCode() {
        return SensorRecordTypeInfo.class.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof SensorRecordTypeInfo;
    }
}
