package dev.skipstream.local;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How records of the sensor topic are written. Floats are the shortest decimal that reads back as the same float32;
 * Float.toString gives that from JDK 19 on only.
 */
enum RecordFormat {
    /** {@code {"sensor":"pump-7","seq":1042,"time":1700000000000,"value":0.53}}, or {@code "values"} for packets. */
    JSON {
        @Override
        byte[] encode(Packet packet, boolean single, StringBuilder text) {
            text.setLength(0);
            text.append("{\"sensor\":\"");
            JsonStringEncoder.getInstance().quoteAsString(packet.sensor, text);
            text.append('"');
            if (packet.seq != Packet.NONE) {
                text.append(",\"seq\":").append(packet.seq);
            }
            if (packet.time != Packet.NONE) {
                text.append(",\"time\":").append(packet.time);
            }
            if (single) {
                appendSample(packet, 0, text.append(",\"value\":"));
            } else {
                text.append(",\"periodMs\":").append(period(packet.periodMs)).append(",\"values\":[");
                for (int sample = 0; sample < packet.samples; sample++) {
                    appendSample(packet, sample, sample == 0 ? text : text.append(','));
                }
                text.append(']');
            }
            return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
        }
    },
    /** {@code sensor,seq,time,value…}, a sample a record. */
    CSV {
        @Override
        byte[] encode(Packet packet, boolean single, StringBuilder text) {
            text.setLength(0);
            text.append(packet.sensor).append(',');
            if (packet.seq != Packet.NONE) {
                text.append(packet.seq);
            }
            text.append(',');
            if (packet.time != Packet.NONE) {
                text.append(packet.time);
            }
            for (int channel = 0; channel < packet.channels; channel++) {
                text.append(',').append(NumberOutput.toString(packet.values[channel], true));
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
    },
    /** Little-endian: int64 seq, int64 time, float32 periodMs, then n·I float32. */
    PACKED {
        @Override
        byte[] encode(Packet packet, boolean single, StringBuilder text) {
            int numbers = packet.samples * packet.channels;
            ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES + Float.BYTES * (1 + numbers))
                    .order(ByteOrder.LITTLE_ENDIAN);
            bytes.putLong(packet.seq).putLong(packet.time).putFloat((float) packet.periodMs);
            for (int n = 0; n < numbers; n++) {
                bytes.putFloat(packet.values[n]);
            }
            return bytes.array();
        }
    };

    /**
     * The bytes of one record.
     *
     * @param single whether it is one sample by itself, not a packet; packed records are packets always
     * @param text scratch
     */
    abstract byte[] encode(Packet packet, boolean single, StringBuilder text);

    private static void appendSample(Packet packet, int sample, StringBuilder text) {
        int first = sample * packet.channels;
        if (packet.channels == 1) {
            text.append(NumberOutput.toString(packet.values[first], true));
            return;
        }
        text.append('[');
        for (int n = first; n < first + packet.channels; n++) {
            if (n > first) {
                text.append(',');
            }
            text.append(NumberOutput.toString(packet.values[n], true));
        }
        text.append(']');
    }

    /** 1 and not 1.0, as one writes it. */
    private static String period(double ms) {
        return ms == (long) ms ? String.valueOf((long) ms) : NumberOutput.toString(ms, true);
    }

    /** From the command line. */
    static final class Converter implements ITypeConverter<RecordFormat> {
        @Override
        public RecordFormat convert(String text) {
            for (RecordFormat format : values()) {
                if (format.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return format;
                }
            }
            throw new TypeConversionException("must be json, csv or packed, found '" + text + "'");
        }
    }
}
