package dev.skipstream.flink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.array.FloatPrimitiveArraySerializer;
import org.apache.flink.api.common.typeutils.base.array.LongPrimitiveArraySerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;

/** What an operator's state holds, as text: every sensor's, byte by byte, and the counts. */
final class SensorStates {
    private SensorStates() {}

    /** Of an operator that has just been restored: "sensor state" → bytes, an element each. */
    static Map<String, List<String>> of(AbstractStreamOperator<?> operator) throws Exception {
        KeyedStateBackend<String> backend = operator.getKeyedStateBackend();
        Map<String, List<String>> all = new TreeMap<>();
        addValues(backend, "cursor", CursorSerializer.INSTANCE, all);
        addValues(backend, "hidden", FloatPrimitiveArraySerializer.INSTANCE, all);
        addLists(backend, "waiting", BufferedSamplesSerializer.INSTANCE, all);
        addLists(backend, "used", LongPrimitiveArraySerializer.INSTANCE, all);
        long[] counts = new long[0];
        for (long[] part : operator.getOperatorStateBackend()
                .getListState(
                        new ListStateDescriptor<>("counts", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO))
                .get()) {
            counts = Arrays.copyOf(counts, part.length);
            for (int i = 0; i < part.length; i++) {
                counts[i] += part[i];
            }
        }
        all.put("counts", List.of(Arrays.toString(counts)));
        return all;
    }

    private static <T> void addValues(
            KeyedStateBackend<String> backend, String name, TypeSerializer<T> serializer, Map<String, List<String>> all)
            throws Exception {
        ValueState<T> state = state(backend, new ValueStateDescriptor<>(name, serializer));
        for (String key : keys(backend, name)) {
            backend.setCurrentKey(key);
            all.put(key + " " + name, List.of(hex(state.value(), serializer)));
        }
    }

    private static <T> void addLists(
            KeyedStateBackend<String> backend, String name, TypeSerializer<T> serializer, Map<String, List<String>> all)
            throws Exception {
        ListState<T> state = state(backend, new ListStateDescriptor<>(name, serializer));
        for (String key : keys(backend, name)) {
            backend.setCurrentKey(key);
            List<String> elements = new ArrayList<>();
            for (T element : state.get()) {
                elements.add(hex(element, serializer));
            }
            all.put(key + " " + name, elements);
        }
    }

    private static <S extends State> S state(KeyedStateBackend<String> backend, StateDescriptor<S, ?> descriptor)
            throws Exception {
        return backend.getPartitionedState(VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, descriptor);
    }

    private static List<String> keys(KeyedStateBackend<String> backend, String state) {
        try (var keys = backend.getKeys(state, VoidNamespace.INSTANCE)) {
            return keys.toList();
        }
    }

    private static <T> String hex(T value, TypeSerializer<T> serializer) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(256);
        serializer.serialize(value, out);
        return HexFormat.of().formatHex(out.getCopyOfBuffer());
    }
}
