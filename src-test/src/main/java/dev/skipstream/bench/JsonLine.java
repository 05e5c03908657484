package dev.skipstream.bench;

import java.util.Arrays;

/** Bytes of a JSON record, written faster than any decoder reads them. Belongs to one thread. */
final class JsonLine {
    private final byte[] bytes;
    private int size;

    JsonLine(int capacity) {
        bytes = new byte[capacity];
    }

    /** ASCII text. */
    JsonLine append(String text) {
        for (int i = 0; i < text.length(); i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
        return this;
    }

    JsonLine append(byte[] text) {
        System.arraycopy(text, 0, bytes, size, text.length);
        size += text.length;
        return this;
    }

    /** A number >= 0. */
    JsonLine append(long number) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = size + digits - 1; i >= size; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
