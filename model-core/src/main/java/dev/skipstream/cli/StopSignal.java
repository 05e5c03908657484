package dev.skipstream.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Turns Ctrl-C (or SIGTERM) into a wish to stop, and lets the process end only when the work inside the {@code try} has
 * come to its end: a training writes its weights first. The process then ends with the code of its command, as without
 * the signal. Thread-safe.
 */
final class StopSignal implements BooleanSupplier, AutoCloseable {
    private static final int PATIENCE_S = 60;
    private static final int LAST_WORDS_S = 5; // from the end of the work to that of the command

    private static final CompletableFuture<Integer> EXIT_CODE = new CompletableFuture<>(); // of this process

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "stop");
    private volatile boolean stopping;

    StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Ends the process with the code of the command that has just returned; only {@code main} may call it. */
    static void exit(int code) {
        EXIT_CODE.complete(code);
        System.exit(code); // waits for ever when the hook is the one that ends the process
    }

    private void stop() {
        stopping = true;
        try {
            if (done.await(PATIENCE_S, TimeUnit.SECONDS)) {
                int code = EXIT_CODE.get(LAST_WORDS_S, TimeUnit.SECONDS);
                System.out.flush();
                System.err.flush();
                // without this the code would be 128 + the signal's number, whatever the command made of it
                Runtime.getRuntime().halt(code);
            }
        } catch (TimeoutException e) {
            return; // nobody says how it ended: a test's process
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // never completed with an exception
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
