package dev.skipstream.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Turns Ctrl-C (or SIGTERM) into a wish to stop, and lets the process end only when the work inside the {@code try} has
 * come to its end: a training writes its weights first. Thread-safe.
 */
final class StopSignal implements BooleanSupplier, AutoCloseable {
    private static final int PATIENCE_S = 60;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "stop");
    private volatile boolean stopping;

    StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stop() {
        stopping = true;
        try {
            done.await(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether to stop. */
    @Override
    public boolean getAsBoolean() {
        return stopping;
    }

    @Override
    public void close() {
        done.countDown();
        if (!stopping) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // the process is ending already, and the hook has nothing left to wait for
            }
        }
    }
}
