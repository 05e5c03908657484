package dev.skipstream.flink;

import org.apache.flink.util.function.SupplierWithException;
import org.apache.flink.util.function.ThrowingRunnable;

/** Accesses to keyed state: whatever a backend throws ends the task. */
public final class StateAccess {
    private StateAccess() {}

    /** @throws IllegalStateException if the access fails */
    public static <T> T read(SupplierWithException<T, Exception> access) {
        try {
            return access.get();
        } catch (Exception e) {
            throw failed(e);
        }
    }

    /** @throws IllegalStateException if the access fails */
    public static void write(ThrowingRunnable<Exception> access) {
        try {
            access.run();
        } catch (Exception e) {
            throw failed(e);
        }
    }

    /** What to throw for this cause, where an access is made without a closure. */
    public static IllegalStateException failed(Exception e) {
        return new IllegalStateException("keyed state must be accessible, found: " + e, e);
    }
}
