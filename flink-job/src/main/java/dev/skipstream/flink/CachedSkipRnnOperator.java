package dev.skipstream.flink;

import org.apache.flink.streaming.api.operators.KeyedProcessOperator;

/**
 * Runs {@link SkipRnnFunction} with a {@link SensorCache}. A function alone cannot write under another key than its
 * record's; an operator can. State, timers and names are those of the operator that runs it without a cache.
 */
final class CachedSkipRnnOperator extends KeyedProcessOperator<String, SensorRecord, ClassifiedSequence> {
    private static final long serialVersionUID = 1L;

    private final SkipRnnFunction function;
    private final int sensors;

    /**
     * @param sensors that the cache holds at most, at least 1
     */
    CachedSkipRnnOperator(SkipRnnFunction function, int sensors) {
        super(function);
        this.function = function;
        this.sensors = sensors;
    }

    @Override
    public void open() throws Exception {
        super.open();
        function.cache(sensors, this);
    }
}
