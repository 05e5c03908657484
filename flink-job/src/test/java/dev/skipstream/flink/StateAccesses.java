package dev.skipstream.flink;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;

/** Notes every call that a function makes to its keyed value states, as {@code state.method}. */
final class StateAccesses {
    private final List<String> calls = new ArrayList<>();

    /** The calls since the last time, in order. */
    String take() {
        String taken = String.join(" ", calls);
        calls.clear();
        return taken;
    }

    /** The same context, whose value states are noted. */
    RuntimeContext noting(RuntimeContext context) {
        return wrap(RuntimeContext.class, context, (method, arguments, result) -> {
            if (!(result instanceof ValueState<?> state)) {
                return result;
            }
            String name = ((ValueStateDescriptor<?>) arguments[0]).getName();
            return wrap(ValueState.class, state, (call, values, value) -> {
                calls.add(name + "." + call);
                return value;
            });
        });
    }

    private interface After {
        Object apply(String method, Object[] arguments, Object result);
    }

    private static <T> T wrap(Class<T> type, T target, After after) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return after.apply(method.getName(), arguments, method.invoke(target, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
