package dev.skipstream.bench;

import dev.skipstream.flink.KafkaRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Counts the records of a Kafka source and holds them up while the job is paused. With its first one a job is ready. */
final class PausePoint extends RichMapFunction<KafkaRecord, KafkaRecord> {
    private static final long serialVersionUID = 1L;
    static final int RECORDS_A_LOOK = 64;

    private transient int subtask;
    private transient long sent;

    @Override
    public void open(OpenContext context) {
        subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    }

    @Override
    public KafkaRecord map(KafkaRecord record) throws InterruptedException {
        if (sent == 0) {
            RunControl.filled(subtask);
        }
        if (++sent % RECORDS_A_LOOK == 0) {
            RunControl.sent(subtask, sent);
            while (!RunControl.isRunning()) {
                Thread.sleep(20);
            }
        }
        return record;
    }
}
