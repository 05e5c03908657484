package dev.skipstream.data;

import java.util.List;

/** A task whose samples are made from those of another one, for the same targets. */
abstract sealed class DerivedTask implements SequenceSource permits DisturbedTask, Downsampled {
    final SequenceSource task;

    DerivedTask(SequenceSource task) {
        this.task = task;
    }

    @Override
    public String name() {
        return task.name();
    }

    @Override
    public int channels() {
        return task.channels();
    }

    @Override
    public int length() {
        return task.length();
    }

    @Override
    public DataSet.TargetKind targets() {
        return task.targets();
    }

    @Override
    public List<String> labels() {
        return task.labels();
    }
}
