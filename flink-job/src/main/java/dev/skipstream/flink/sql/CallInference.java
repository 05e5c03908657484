package dev.skipstream.flink.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.inference.ArgumentCount;
import org.apache.flink.table.types.inference.CallContext;
import org.apache.flink.table.types.inference.InputTypeStrategies;
import org.apache.flink.table.types.inference.InputTypeStrategy;
import org.apache.flink.table.types.inference.Signature;
import org.apache.flink.table.types.inference.StateTypeStrategy;
import org.apache.flink.table.types.inference.TypeInference;

/** Tells the planner the function's signature, and lets it refuse a call that would fail only on the cluster. */
final class CallInference implements InputTypeStrategy {
    private final boolean planned;

    private CallInference(boolean planned) {
        this.planned = planned;
    }

    /**
     * @param planned whether the call is known and about to run: then it asks for the rows as Flink holds them, which costs
     *     no conversion. Before, Flink accepts no other types than those of the call.
     */
    static TypeInference signature(boolean planned) {
        LinkedHashMap<String, StateTypeStrategy> state = new LinkedHashMap<>();
        state.put("memory", ViewMemory.MEMORY);
        state.put("waiting", ViewMemory.LIST);
        state.put("used", ViewMemory.LIST);
        return TypeInference.newBuilder()
                .staticArguments(Argument.declared())
                .inputTypeStrategy(new CallInference(planned))
                .stateTypeStrategies(state)
                .outputTypeStrategy(call -> Optional.of(
                        ResultColumns.type(SkipRnnCall.of(call).columns().time())))
                .build();
    }

    @Override
    public ArgumentCount getArgumentCount() {
        return InputTypeStrategies.WILDCARD.getArgumentCount(); // the static arguments say it
    }

    @Override
    public Optional<List<DataType>> inferInputTypes(CallContext call, boolean throwOnFailure) {
        try {
            SkipRnnCall.of(call);
        } catch (ValidationException e) {
            if (throwOnFailure) {
                throw e;
            }
            return Optional.empty();
        }
        List<DataType> types = new ArrayList<>(call.getArgumentDataTypes());
        if (planned) {
            types.set(
                    Argument.INPUT.ordinal(),
                    types.get(Argument.INPUT.ordinal()).toInternal());
        }
        return Optional.of(types);
    }

    @Override
    public List<Signature> getExpectedSignatures(FunctionDefinition definition) {
        return InputTypeStrategies.WILDCARD.getExpectedSignatures(definition);
    }
}
