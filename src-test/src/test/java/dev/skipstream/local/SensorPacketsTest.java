package dev.skipstream.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skipstream.data.FrequencyTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SensorPacketsTest {

    @Test
    void shouldMakeSignalsOfSensorThatDoNotDependOnTheOthers() {
        GeneratedSignals few = new GeneratedSignals(new FrequencyTask(1), 3, 2, 0);
        GeneratedSignals many = new GeneratedSignals(new FrequencyTask(1), 3, 50, 0);
        for (int sequence = 0; sequence < 5; sequence++) {
            many.next(0);
            assertArrayEquals(few.next(1).values(), many.next(1).values());
        }
    }

    @Test
    void shouldMakeHalfOfTheSignalsTargets() {
        GeneratedSignals signals = new GeneratedSignals(new FrequencyTask(1), 3, 1, 0);
        int targets = 0;
        for (int sequence = 0; sequence < 4000; sequence++) {
            targets += signals.next(0).label().equals("target") ? 1 : 0;
        }
        assertEquals(2000, targets, 160, "five standard deviations");
    }

    @Test
    void shouldTakeTurnsAndCrossBordersInPackets() throws IOException {
        List<String> begun = new ArrayList<>();
        float[][] lengths = {new float[3], new float[2], new float[4]};
        int[] next = new int[2];
        SensorSignals signals = new SensorSignals() {
            @Override
            public int channels() {
                return 1;
            }

            @Override
            public Signal next(int sensor) {
                return next[sensor] == lengths.length - sensor ? null : new Signal(lengths[next[sensor]++], "x");
            }
        };
        SensorPackets packets = new SensorPackets(
                signals,
                new SensorPackets.Layout(2, 4, 0.29, 1000),
                (sensor, sequence, signal) -> begun.add(sensor + " " + sequence));
        List<String> sent = new ArrayList<>();
        Packet packet = new Packet();
        while (packets.next(packet)) {
            sent.add(packet.sensor + " " + packet.seq + " " + packet.samples + " " + packet.time);
        }
        assertEquals(
                List.of(
                        "sensor-0 0 4 1000",
                        "sensor-1 0 4 1000",
                        "sensor-0 4 4 1001",
                        "sensor-1 4 1 1001",
                        "sensor-0 8 1 1002"),
                sent);
        assertEquals(List.of("sensor-0 0", "sensor-0 1", "sensor-1 0", "sensor-1 1", "sensor-0 2"), begun);
        assertEquals(5, packets.sequences());
    }
}
