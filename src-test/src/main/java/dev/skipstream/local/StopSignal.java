package dev.skipstream.local;

import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ctrl-C (SIGINT) and SIGTERM as a wish: a command that has armed this is asked to stop, cleans up in its own thread,
 * and the process ends with the command's own exit code. Of a command that has not, the JVM makes a short end as usual.
 *
 * <pre>
 *   signal ─▶ JVM's hook ─▶ requested ─▶ the command stops, cleans up, returns its code ─▶ exit(code) ─▶ hook halts
 * </pre>
 *
 * <p>Thread-safe.
 */
final class StopSignal {

    private static final long LONGEST_CLEANUP_S = 60;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private boolean armed; // guarded by this
    private boolean ending; // guarded by this: the JVM ends, since nobody had armed it in time
    private volatile Runnable wake = () -> {};

    /** A stop signal of this process; only {@code main} has one. */
    static StopSignal ofProcess() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::onShutdown, "stop-signal"));
        return signal;
    }

    /**
     * Takes over: from now on a signal asks instead of killing. Does not return where one has come just before: the JVM
     * is ending, and nothing may begin that would be left half done.
     */
    synchronized void arm() {
        armed = true;
        boolean interrupted = false;
        while (ending) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Takes over, as {@link #arm()}.
     *
     * @param onStop called once in another thread at the signal, or at once in this one if it has already come
     */
    void arm(Runnable onStop) {
        wake = onStop;
        arm();
        if (isRequested()) {
            onStop.run();
        }
    }

    /** Asks the command to stop, as a signal does. */
    void request() {
        requested.countDown();
        wake.run();
    }

    boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Waits until the command is asked to stop. */
    void await() throws InterruptedException {
        requested.await();
    }

    /** Ends the process with the code of the command that has just returned. */
    void exit(int code) {
        exitCode.complete(code);
        System.exit(code); // waits for ever when the hook is the one that ends the process
    }

    private void onShutdown() {
        synchronized (this) {
            ending = !armed;
            if (exitCode.isDone() || ending) {
                return;
            }
        }
        request();
        try {
            int code = exitCode.get(LONGEST_CLEANUP_S, TimeUnit.SECONDS);
            flush(System.out);
            flush(System.err);
            // without this the code would be 128 + the signal's number, whatever the command made of it
            Runtime.getRuntime().halt(code);
        } catch (TimeoutException e) {
            System.err.println("skipstream: not cleaned up within " + LONGEST_CLEANUP_S + " s, ended all the same");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // never completed with an exception
        }
    }

    private static void flush(PrintStream stream) {
        stream.flush();
    }
}
