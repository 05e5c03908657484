package dev.skipstream.local;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Something done once a second in a thread of its own, until closed. */
final class EverySecond {

    private final ScheduledExecutorService clock;

    private EverySecond(ScheduledExecutorService clock) {
        this.clock = clock;
    }

    /** @param task is told the seconds gone by: 1, 2, 3, … */
    static EverySecond run(LongConsumer task) {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "every-second");
            thread.setDaemon(true);
            return thread;
        });
        AtomicLong second = new AtomicLong();
        clock.scheduleAtFixedRate(() -> task.accept(second.incrementAndGet()), 1, 1, TimeUnit.SECONDS);
        return new EverySecond(clock);
    }

    void close() {
        clock.shutdownNow();
    }
}
