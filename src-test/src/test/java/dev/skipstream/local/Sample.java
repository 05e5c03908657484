package dev.skipstream.local;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A sensor's sample as a client outside the project would write it.
 *
 * @param time epoch ms
 * @param values (I), decimals
 */
record Sample(long seq, long time, String[] values) {

    Sample at(long newSeq, long newTime) {
        return new Sample(newSeq, newTime, values);
    }

    byte[] json(String sensor) {
        return bytes(
                "{\"sensor\":\"" + sensor + "\",\"seq\":" + seq + ",\"time\":" + time + ",\"value\":" + value() + "}");
    }

    byte[] jsonWithoutSeq(String sensor) {
        return bytes("{\"sensor\":\"" + sensor + "\",\"time\":" + time + ",\"value\":" + value() + "}");
    }

    byte[] jsonWithoutSensor() {
        return bytes("{\"seq\":" + seq + ",\"time\":" + time + ",\"value\":" + value() + "}");
    }

    byte[] csv(String sensor) {
        return bytes(sensor + "," + seq + "," + time + "," + String.join(",", values));
    }

    /** Consecutive samples as one JSON record. */
    static byte[] packet(String sensor, List<Sample> samples, long periodMs) {
        Sample first = samples.get(0);
        return bytes("{\"sensor\":\"" + sensor + "\",\"seq\":" + first.seq + ",\"time\":" + first.time
                + ",\"periodMs\":" + periodMs
                + samples.stream().map(Sample::value).collect(Collectors.joining(",", ",\"values\":[", "]}")));
    }

    /** Consecutive samples as one binary record. */
    static byte[] packed(List<Sample> samples, float periodMs) {
        Sample first = samples.get(0);
        ByteBuffer bytes = ByteBuffer.allocate(20 + 4 * samples.size() * first.values.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(first.seq).putLong(first.time).putFloat(periodMs);
        for (Sample sample : samples) {
            for (float value : sample.floats()) {
                bytes.putFloat(value);
            }
        }
        return bytes.array();
    }

    /** (I). */
    float[] floats() {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) Double.parseDouble(values[i]);
        }
        return floats;
    }

    private String value() {
        return values.length == 1 ? values[0] : "[" + String.join(",", values) + "]";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
