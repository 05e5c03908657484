package dev.skipstream.flink.sql;

import dev.skipstream.flink.ModelSource;
import dev.skipstream.format.ModelFormatException;
import dev.skipstream.stream.ServedModel;
import dev.skipstream.stream.ServedModels;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The models that a call names: one with which sequences begin, and those that open ones may have begun with. */
final class CallModels implements ServedModels {
    private final ServedModel starting;
    private final Map<Long, ServedModel> byId = new HashMap<>();

    CallModels(ModelSource model, ModelSource[] earlier) throws ModelFormatException {
        for (ModelSource source : earlier) {
            ServedModel served = ServedModel.of(source.parse());
            byId.put(served.id(), served);
        }
        starting = ServedModel.of(model.parse());
        byId.put(starting.id(), starting);
    }

    @Override
    public ServedModel starting(long time) {
        return starting;
    }

    @Override
    public ServedModel running(long id) {
        ServedModel model = byId.get(id);
        if (model == null) {
            throw new IllegalStateException("the model that an open sequence began with must be named by model or "
                    + "earlier_models, found none whose SHA-256 begins with "
                    + String.format(Locale.ROOT, "%016x", id));
        }
        return model;
    }
}
