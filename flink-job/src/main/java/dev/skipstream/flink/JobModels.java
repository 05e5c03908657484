package dev.skipstream.flink;

import dev.skipstream.format.ModelFile;
import dev.skipstream.format.ModelFormatException;
import dev.skipstream.stream.ServedModel;
import dev.skipstream.stream.ServedModels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.FunctionInitializationContext;

/**
 * The models of one subtask: the job's own, with which sequences begin, and those of the checkpoint, so that a restart
 * with another model still ends open sequences with theirs.
 */
final class JobModels implements ServedModels {
    private final ServedModel starting;
    private final Map<Long, ServedModel> byId = new LinkedHashMap<>();
    private final Map<Long, byte[]> files = new LinkedHashMap<>();
    private final ListState<byte[]> state;

    JobModels(ModelSource source, FunctionInitializationContext context) throws Exception {
        state = context.getOperatorStateStore()
                .getUnionListState(
                        new ListStateDescriptor<>("models", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        for (byte[] file : state.get()) {
            add(ModelFile.parse(file, "model in the checkpoint"), file);
        }
        starting = add(source.parse(), source.bytes());
    }

    private ServedModel add(ModelFile model, byte[] file) throws ModelFormatException {
        ServedModel served = ServedModel.of(model);
        files.put(served.id(), file);
        ServedModel known = byId.putIfAbsent(served.id(), served);
        return known == null ? served : known;
    }

    /** One subtask writes them for all: every subtask reads the whole union. */
    void snapshot(int subtask) throws Exception {
        state.update(subtask == 0 ? List.copyOf(files.values()) : List.of());
    }

    @Override
    public ServedModel starting(long time) {
        return starting;
    }

    @Override
    public ServedModel running(long id) {
        ServedModel model = byId.get(id);
        if (model == null) {
            throw new IllegalStateException(
                    "model of an open sequence must be in the checkpoint, found none with id " + Long.toHexString(id));
        }
        return model;
    }
}
