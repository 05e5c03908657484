package dev.skipstream.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skipstream.flink.JobParts;
import dev.skipstream.flink.RecordFormat;
import dev.skipstream.flink.SensorRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordMakerTest {
    @ParameterizedTest
    @CsvSource({"JSON, 1, 41", "JSON, 100, 200", "JSON, 7, 95", "PACKED, 1, 3", "PACKED, 100, 100"})
    void shouldMakeRecordsThatTheJobDecodesToTheSameSamples(RecordFormat format, int n, long seq) {
        int sensor = 12;
        SensorRecord made = RecordMaker.samples(20).make(sensor, seq, n);
        SensorRecord decoded =
                JobParts.decoder(format).decode(RecordMaker.bytes(format, 20).make(sensor, seq, n));
        assertEquals(made.sensor(), decoded.sensor());
        assertEquals(seq, decoded.seq());
        assertEquals(made.time(), decoded.time());
        assertArrayEquals(made.values(), decoded.values(), format == RecordFormat.JSON ? 1e-6f : 0);
    }

    @Test
    void shouldGoThroughWholeSignals() {
        float[] signal = Signals.packet(3, 0, Signals.LENGTH);
        for (int t = 0; t < Signals.LENGTH; t++) {
            assertEquals(signal[t], Signals.at(3, t));
        }
    }
}
