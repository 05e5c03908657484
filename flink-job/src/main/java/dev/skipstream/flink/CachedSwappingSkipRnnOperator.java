package dev.skipstream.flink;

import java.util.List;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;

/** Runs {@link SwappingSkipRnnFunction} with a {@link SensorCache}, as {@link CachedSkipRnnOperator} does the other. */
final class CachedSwappingSkipRnnOperator
        extends CoBroadcastWithKeyedOperator<String, SensorRecord, ModelAnnouncement, ClassifiedSequence> {
    private static final long serialVersionUID = 1L;

    private final SwappingSkipRnnFunction function;
    private final int sensors;

    /**
     * @param sensors that the cache holds at most, at least 1
     */
    CachedSwappingSkipRnnOperator(SwappingSkipRnnFunction function, int sensors) {
        super(function, List.of());
        this.function = function;
        this.sensors = sensors;
    }

    @Override
    public void open() throws Exception {
        super.open();
        function.cache(sensors, this);
    }
}
