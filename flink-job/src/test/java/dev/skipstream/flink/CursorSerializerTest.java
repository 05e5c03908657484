package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.stream.SensorCursor;
import java.io.IOException;
import java.util.SplittableRandom;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class CursorSerializerTest {
    private static byte[] write(SensorCursor cursor) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(128);
        CursorSerializer.INSTANCE.serialize(cursor, out);
        return out.getCopyOfBuffer();
    }

    private static SensorCursor read(byte[] bytes) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        SensorCursor cursor = CursorSerializer.INSTANCE.deserialize(in);
        assertEquals(0, in.available(), "all is read");
        return cursor;
    }

    private static CursorSerializerSnapshot snapshot(int version) throws IOException {
        CursorSerializerSnapshot snapshot = new CursorSerializerSnapshot();
        snapshot.readSnapshot(
                version, new DataInputDeserializer(new byte[0]), CursorSerializerTest.class.getClassLoader());
        return snapshot;
    }

    /** The layout of version 1, as it was written. */
    private static byte[] version1(int flags) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(128);
        for (long field = 1; field <= 10; field++) {
            out.writeLong(1_000 * field);
        }
        out.writeFloat(0.125f);
        out.writeByte(flags);
        return out.getCopyOfBuffer();
    }

    @Test
    void shouldReadCursorsOfVersion1() throws IOException {
        SensorCursor cursor = read(version1(3));
        assertEquals(1_000, cursor.model);
        assertEquals(2_000, cursor.sequence);
        assertEquals(3_000, cursor.firstSeq);
        assertEquals(4_000, cursor.lastUsed);
        assertEquals(5_000, cursor.nextNeeded);
        assertEquals(6_000, cursor.startTime);
        assertEquals(7_000, cursor.lastTime);
        assertEquals(8_000, cursor.arrivals);
        assertEquals(9_000, cursor.updates);
        assertEquals(10_000, cursor.missing);
        assertEquals(0.125f, cursor.increment);
        assertTrue(cursor.open);
        assertTrue(cursor.joinedAtStart);
        assertEquals(4_000, cursor.lastSeen, "the last used");
        assertEquals(7_000, cursor.lastSeenTime);
        assertFalse(cursor.timed || cursor.idle);
        assertEquals(0, cursor.buffered);
        assertEquals(7_000, cursor.greatestTime, "that of the last used");
        assertFalse(read(version1(1)).joinedAtStart);
        assertFalse(read(version1(2)).open);
    }

    @Test
    void shouldRestoreSavepointsOfVersion1AsTheyAre() throws IOException {
        assertTrue(new CursorSerializerSnapshot()
                .resolveSchemaCompatibility(snapshot(1))
                .isCompatibleAsIs());
        assertTrue(new CursorSerializerSnapshot()
                .resolveSchemaCompatibility(snapshot(2))
                .isCompatibleAsIs());
        assertEquals(CursorSerializer.INSTANCE, snapshot(1).restoreSerializer());
    }

    @Test
    void shouldRefuseSavepointsOfALaterVersion() {
        String message = assertThrows(IOException.class, () -> snapshot(3)).getMessage();
        assertTrue(message.contains("found 3"), message);
    }

    @Test
    void shouldReadWhatItWrites() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 1_000; i++) {
            SensorCursor cursor = read(version1(random.nextInt(4)));
            cursor.timed = random.nextBoolean();
            cursor.idle = random.nextBoolean();
            if (random.nextBoolean()) {
                cursor.lastSeen = random.nextLong();
                cursor.lastSeenTime = random.nextLong();
            }
            if (random.nextBoolean()) {
                cursor.buffered = 1 + random.nextInt(1_000);
                cursor.lowestBuffered = random.nextLong();
                cursor.lowestBufferedTime = random.nextLong();
            }
            if (random.nextBoolean()) {
                cursor.greatestTime = random.nextLong();
            }
            byte[] bytes = write(cursor);
            DataOutputSerializer copied = new DataOutputSerializer(128);
            CursorSerializer.INSTANCE.copy(new DataInputDeserializer(bytes), copied);
            SensorCursor back = read(copied.getCopyOfBuffer());
            assertEquals(cursor.lastSeen, back.lastSeen);
            assertEquals(cursor.lastSeenTime, back.lastSeenTime);
            assertEquals(cursor.timed, back.timed);
            assertEquals(cursor.idle, back.idle);
            assertEquals(cursor.open, back.open);
            assertEquals(cursor.joinedAtStart, back.joinedAtStart);
            assertEquals(cursor.buffered, back.buffered);
            if (cursor.buffered > 0) {
                assertEquals(cursor.lowestBuffered, back.lowestBuffered);
                assertEquals(cursor.lowestBufferedTime, back.lowestBufferedTime);
            }
            assertEquals(cursor.greatestTime, back.greatestTime);
        }
    }

    @Test
    void shouldWriteNoMoreThanVersion1WhereNothingIsToFollow() throws IOException {
        assertEquals(85, write(read(version1(3))).length);
    }
}
