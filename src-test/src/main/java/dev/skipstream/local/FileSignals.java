package dev.skipstream.local;

import dev.skipstream.data.DataSet;
import dev.skipstream.data.Sequence;

/** The cases of a data set dealt out in turn: of N sensors, sensor i gets the cases i, i + N, i + 2N, … */
final class FileSignals implements SensorSignals {

    /** In place of a number of sequences: every case once. */
    static final long ONCE = -1;

    private final DataSet data;
    private final long[] next; // case of each sensor, counting on over the end of the file
    private final long[] end; // first case of each sensor that is not sent

    /** @param sequences of each sensor, beginning the file again at its end; 0 = without end */
    FileSignals(DataSet data, int sensors, long sequences) {
        this.data = data;
        this.next = new long[sensors];
        this.end = new long[sensors];
        for (int sensor = 0; sensor < sensors; sensor++) {
            next[sensor] = sensor;
            if (sequences == ONCE) {
                end[sensor] = data.sequences().size();
            } else {
                end[sensor] = sequences == 0 ? Long.MAX_VALUE : sensor + sequences * sensors;
            }
        }
    }

    @Override
    public int channels() {
        return data.channels();
    }

    @Override
    public Signal next(int sensor) {
        if (next[sensor] >= end[sensor]) {
            return null;
        }
        Sequence sequence =
                data.sequences().get((int) (next[sensor] % data.sequences().size()));
        next[sensor] += next.length;
        return new Signal(sequence.values(), label(sequence));
    }

    private String label(Sequence sequence) {
        if (!sequence.hasTarget()) {
            return "";
        }
        return data.targets().isNamed() ? String.join(" ", data.labelsOf(sequence)) : String.valueOf(sequence.target());
    }

    /** Whether every case has as many steps as the first. */
    boolean equalLengths() {
        int length = data.sequences().get(0).length();
        return data.sequences().stream().allMatch(sequence -> sequence.length() == length);
    }
}
