package dev.skipstream.bench;

import dev.skipstream.flink.KafkaRecord;
import dev.skipstream.flink.RecordFormat;
import dev.skipstream.flink.SensorRecord;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the records of simulated sensors. Belongs to one thread. */
interface RecordMaker<T> extends Serializable {
    long START_MS = 1_700_000_000_000L;

    /** Samples {@code seq} … {@code seq + n − 1} of a sensor, 1 ms apart. */
    T make(int sensor, long seq, int n);

    static String name(int sensor) {
        return "sensor-" + sensor;
    }

    /** Decoded records. */
    static RecordMaker<SensorRecord> samples(int sensors) {
        return new Samples(sensors);
    }

    /** Records as Kafka would give them, of one format. */
    static RecordMaker<KafkaRecord> bytes(RecordFormat format, int sensors) {
        return new Bytes(format, sensors);
    }

    /** Decoded records. */
    final class Samples implements RecordMaker<SensorRecord> {
        private static final long serialVersionUID = 1L;

        private final int sensors;
        private transient String[] names;

        Samples(int sensors) {
            this.sensors = sensors;
        }

        @Override
        public SensorRecord make(int sensor, long seq, int n) {
            if (names == null) {
                names = new String[sensors];
            }
            if (names[sensor] == null) {
                names[sensor] = name(sensor);
            }
            return new SensorRecord(names[sensor], seq, START_MS + seq, 1, Signals.packet(sensor, seq, n));
        }
    }

    /** Text or binary records. The numbers of a packet that is a whole signal are written once and then copied. */
    final class Bytes implements RecordMaker<KafkaRecord> {
        private static final long serialVersionUID = 1L;

        private final RecordFormat format;
        private final int sensors;
        private transient byte[][] keys;
        private transient Map<Integer, byte[]> texts; // of whole signals

        Bytes(RecordFormat format, int sensors) {
            this.format = format;
            this.sensors = sensors;
        }

        @Override
        public KafkaRecord make(int sensor, long seq, int n) {
            if (keys == null) {
                keys = new byte[sensors][];
                texts = new ConcurrentHashMap<>();
            }
            if (keys[sensor] == null) {
                keys[sensor] = name(sensor).getBytes(StandardCharsets.UTF_8);
            }
            byte[] value = format == RecordFormat.PACKED ? packed(sensor, seq, n) : json(sensor, seq, n);
            return new KafkaRecord("sensors", 0, 0, START_MS + seq, keys[sensor], value);
        }

        private static byte[] packed(int sensor, long seq, int n) {
            ByteBuffer buffer = ByteBuffer.allocate(20 + 4 * n).order(ByteOrder.LITTLE_ENDIAN);
            buffer.putLong(seq).putLong(START_MS + seq).putFloat(1);
            for (int i = 0; i < n; i++) {
                buffer.putFloat(Signals.at(sensor, seq + i));
            }
            return buffer.array();
        }

        private byte[] json(int sensor, long seq, int n) {
            byte[] numbers = n == Signals.LENGTH && seq % n == 0
                    ? texts.computeIfAbsent(Signals.signal(sensor, seq / n), signal -> numbers(sensor, seq, n))
                    : numbers(sensor, seq, n);
            JsonLine line = new JsonLine(96 + numbers.length);
            line.append("{\"sensor\":\"")
                    .append(keys[sensor])
                    .append("\",\"seq\":")
                    .append(seq);
            line.append(",\"time\":").append(START_MS + seq);
            line.append(n == 1 ? ",\"value\":" : ",\"values\":[").append(numbers);
            return line.append(n == 1 ? "}" : "]}").toBytes();
        }

        /** As a sensor prints them: six digits after the point. */
        private static byte[] numbers(int sensor, long seq, int n) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < n; i++) {
                text.append(i == 0 ? "" : ",").append(sixDigits(Signals.at(sensor, seq + i)));
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }

        private static String sixDigits(float value) {
            long millionths = Math.round(Math.abs((double) value) * 1e6);
            String fraction = Long.toString(1_000_000 + millionths % 1_000_000).substring(1);
            return (value < 0 ? "-" : "") + millionths / 1_000_000 + "." + fraction;
        }
    }
}
