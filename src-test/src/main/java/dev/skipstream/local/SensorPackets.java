package dev.skipstream.local;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The signals of all sensors as records: the sensors take turns, a record each. A sensor's seq counts on from sequence
 * to sequence and a record may hold the end of one and the beginning of the next; the last one may be shorter.
 *
 * <pre>
 *   time of a sample = start + seq · sampling period, whole ms
 * </pre>
 */
final class SensorPackets implements PacketSource {

    /** Is told of every sequence before the record with its first sample is sent. */
    interface SequenceObserver {
        /**
         * @param sequence counted from 0 for each sensor
         * @param signal the whole sequence; its values stay as they are
         */
        void onSequence(String sensor, long sequence, SensorSignals.Signal signal) throws IOException;
    }

    /**
     * How signals become records.
     *
     * @param sensors how many, named sensor-0, sensor-1, …
     * @param samples n of a record
     * @param periodMs between two samples
     * @param startTime of the first sample, epoch ms
     */
    record Layout(int sensors, int samples, double periodMs, long startTime) {}

    private static final double ROUNDING_MS = 1e-6; // 100 · 0.29 is a little less than 29

    private static final class Sensor {
        final int number;
        final String name;
        SensorSignals.Signal signal;
        int position; // in the signal, in samples
        long seq;
        long sequences;

        Sensor(int number) {
            this.number = number;
            this.name = "sensor-" + number;
        }
    }

    private final SensorSignals signals;
    private final Layout layout;
    private final SequenceObserver observer;
    private final Deque<Sensor> turn = new ArrayDeque<>();
    private volatile long sequences;

    SensorPackets(SensorSignals signals, Layout layout, SequenceObserver observer) {
        this.signals = signals;
        this.layout = layout;
        this.observer = observer;
        for (int number = 0; number < layout.sensors(); number++) {
            turn.add(new Sensor(number));
        }
    }

    /** Sequences begun so far, of all sensors; may be read by any thread. */
    long sequences() {
        return sequences;
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        for (Sensor sensor = turn.poll(); sensor != null; sensor = turn.poll()) {
            if (fill(sensor, packet)) {
                turn.add(sensor);
                return true;
            }
        }
        return false;
    }

    private boolean fill(Sensor sensor, Packet packet) throws IOException {
        int channels = signals.channels();
        packet.sensor = sensor.name;
        packet.seq = sensor.seq;
        packet.time = layout.startTime() + (long) Math.floor(sensor.seq * layout.periodMs() + ROUNDING_MS);
        packet.periodMs = layout.periodMs();
        packet.channels = channels;
        packet.samples = 0;
        packet.ensure(layout.samples() * channels);
        while (packet.samples < layout.samples() && hasSample(sensor)) {
            float[] values = sensor.signal.values(); // (T, I)
            int taken = Math.min(layout.samples() - packet.samples, values.length / channels - sensor.position);
            System.arraycopy(
                    values, sensor.position * channels, packet.values, packet.samples * channels, taken * channels);
            packet.samples += taken;
            sensor.position += taken;
        }
        sensor.seq += packet.samples;
        return packet.samples > 0;
    }

    private boolean hasSample(Sensor sensor) throws IOException {
        if (sensor.signal == null || sensor.position * signals.channels() == sensor.signal.values().length) {
            sensor.signal = signals.next(sensor.number);
            sensor.position = 0;
            if (sensor.signal == null) {
                return false;
            }
            observer.onSequence(sensor.name, sensor.sequences++, sensor.signal);
            sequences++;
        }
        return true;
    }
}
