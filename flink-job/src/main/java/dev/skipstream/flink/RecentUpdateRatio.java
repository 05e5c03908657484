package dev.skipstream.flink;

import dev.skipstream.stream.SampleCounters;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.View;

/**
 * Samples used in the last minute, as a part of those used or skipped: a gate that is stuck now stands out as 1 or 0,
 * however long the job ran well before. NaN without samples. Flink calls {@link #update} every 5 s.
 */
final class RecentUpdateRatio implements Gauge<Double>, View {
    private static final int UPDATES = 60 / View.UPDATE_INTERVAL_SECONDS; // in a minute

    private final SampleCounters counters;
    private final long[] used = new long[UPDATES]; // at the last updates, in turn
    private final long[] judged = new long[UPDATES];
    private int oldest;
    private volatile double ratio = Double.NaN;

    RecentUpdateRatio(SampleCounters counters) {
        this.counters = counters;
        for (int i = 0; i < UPDATES; i++) {
            used[i] = counters.used;
            judged[i] = counters.used + counters.skipped;
        }
    }

    @Override
    public void update() {
        long usedNow = counters.used;
        long judgedNow = usedNow + counters.skipped;
        ratio = (double) (usedNow - used[oldest]) / (judgedNow - judged[oldest]);
        used[oldest] = usedNow;
        judged[oldest] = judgedNow;
        oldest = (oldest + 1) % UPDATES;
    }

    @Override
    public Double getValue() {
        return ratio;
    }
}
