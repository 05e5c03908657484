package dev.skipstream.flink;

import dev.skipstream.stream.SequenceRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.CheckpointType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.checkpoint.SnapshotType;
import org.apache.flink.runtime.state.CheckpointStorageLocationReference;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.memory.MemCheckpointStreamFactory;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFinalizer;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** All subtasks of the operator on Flink's harness, with a cache or without one. */
final class SubtasksOnHarness {
    private static final int MAX_PARALLELISM = 16;
    private static final SnapshotType SAVEPOINT = SavepointType.savepoint(SavepointFormatType.CANONICAL);

    /**
     * How they run.
     *
     * @param rocksDb or the heap
     * @param cached sensors a subtask; 0: without a cache
     */
    record Setup(int parallelism, boolean rocksDb, int cached) {}

    private final SequenceRules rules;
    private final Setup setup;
    private final List<KeyedOneInputStreamOperatorTestHarness<String, SensorRecord, ClassifiedSequence>> subtasks =
            new ArrayList<>();
    private long checkpoint;

    /**
     * @param restored a savepoint; null: none
     * @param before how those ran that wrote it
     */
    SubtasksOnHarness(SequenceRules rules, Setup setup, OperatorSubtaskState restored, Setup before) throws Exception {
        this.rules = rules;
        this.setup = setup;
        for (int subtask = 0; subtask < setup.parallelism; subtask++) {
            SkipRnnFunction function = new SkipRnnFunction(
                    StartingModels.only(Golden.source("skip_gru")),
                    rules,
                    new SampleShape(Golden.model("skip_gru").config().channels(), 0, 1));
            var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                    setup.cached == 0
                            ? new KeyedProcessOperator<>(function)
                            : new CachedSkipRnnOperator(function, setup.cached),
                    SensorRecord::sensor,
                    Types.STRING,
                    MAX_PARALLELISM,
                    setup.parallelism,
                    subtask);
            subtasks.add(harness);
            harness.setStateBackend(setup.rocksDb ? new EmbeddedRocksDBStateBackend() : new HashMapStateBackend());
            harness.setup();
            if (restored != null) {
                harness.initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                        restored, MAX_PARALLELISM, before.parallelism, setup.parallelism, subtask));
            }
            harness.open();
        }
    }

    void send(SensorRecord record, long timestamp) throws Exception {
        subtasks.get(KeyGroupRangeAssignment.assignKeyToParallelOperator(
                        record.sensor(), MAX_PARALLELISM, setup.parallelism))
                .processElement(record, timestamp);
    }

    void watermark(long timestamp) throws Exception {
        for (var subtask : subtasks) {
            subtask.processWatermark(new Watermark(timestamp));
        }
    }

    /** A savepoint that any backend restores. */
    OperatorSubtaskState savepoint() throws Exception {
        return finish(begin(SAVEPOINT));
    }

    /** The synchronous part of a checkpoint in the backend's own format: what comes later is not in it. */
    List<OperatorSnapshotFutures> beginCheckpoint() throws Exception {
        return begin(CheckpointType.CHECKPOINT);
    }

    private List<OperatorSnapshotFutures> begin(SnapshotType type) throws Exception {
        checkpoint++;
        List<OperatorSnapshotFutures> begun = new ArrayList<>();
        for (var subtask : subtasks) {
            begun.add(subtask.getOperator()
                    .snapshotState(
                            checkpoint,
                            checkpoint,
                            CheckpointOptions.alignedNoTimeout(type, CheckpointStorageLocationReference.getDefault()),
                            new MemCheckpointStreamFactory(1 << 24)));
        }
        return begun;
    }

    /** The part that a task does while its records go on. */
    OperatorSubtaskState finish(List<OperatorSnapshotFutures> begun) throws Exception {
        List<OperatorSubtaskState> states = new ArrayList<>();
        for (OperatorSnapshotFutures futures : begun) {
            states.add(OperatorSnapshotFinalizer.create(futures).getJobManagerOwnedState());
        }
        return AbstractStreamOperatorTestHarness.repackageState(states.toArray(OperatorSubtaskState[]::new));
    }

    /** What a snapshot of these holds, as a subtask without a cache reads it. */
    Map<String, List<String>> read(OperatorSubtaskState snapshot) throws Exception {
        Setup reader = new Setup(1, setup.rocksDb, 0);
        SubtasksOnHarness restored = new SubtasksOnHarness(rules, reader, snapshot, setup);
        try {
            Map<String, List<String>> states =
                    SensorStates.of(restored.subtasks.get(0).getOperator());
            states.put("timers", List.of("" + restored.subtasks.get(0).numEventTimeTimers()));
            return states;
        } finally {
            restored.close();
        }
    }

    /** Results since the last call, subtask by subtask. */
    List<String> takeResults() {
        List<String> results = new ArrayList<>();
        for (var subtask : subtasks) {
            for (ClassifiedSequence result : subtask.extractOutputValues()) {
                results.add(new String(ResultJson.encode(result), StandardCharsets.UTF_8));
            }
            subtask.getOutput().clear();
        }
        return results;
    }

    void close() throws Exception {
        for (var subtask : subtasks) {
            subtask.close();
        }
    }
}
