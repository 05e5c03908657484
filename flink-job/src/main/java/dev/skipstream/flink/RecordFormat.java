package dev.skipstream.flink;

import java.util.Locale;

/** How sensor records are written. */
public enum RecordFormat {
    /** One JSON object a record: a sample, or a packet of consecutive ones. */
    JSON,
    /** {@code sensor,seq,time,value…} in one line; an empty field is absent. */
    CSV,
    /** A packet in binary, little-endian: int64 seq, int64 time, float32 periodMs, then n·I float32. The key names the sensor. */
    PACKED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
