package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SensorRecordSerializerTest {
    private final SensorRecordSerializer serializer = new SensorRecordSerializer();

    private byte[] bytes(SensorRecord record) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(16);
        serializer.serialize(record, out);
        return out.getCopyOfBuffer();
    }

    private void assertComesBack(SensorRecord record) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(bytes(record));
        SensorRecord back = serializer.deserialize(in);
        assertEquals(0, in.available());
        assertEquals(record.sensor(), back.sensor());
        assertEquals(record.seq(), back.seq());
        assertEquals(record.time(), back.time());
        assertEquals(record.periodMs(), back.periodMs());
        assertArrayEquals(record.values(), back.values());
    }

    @Test
    void shouldBeWhatFlinkCarriesRecordsBy() {
        TypeSerializer<SensorRecord> chosen =
                TypeInformation.of(SensorRecord.class).createSerializer(new SerializerConfigImpl());
        assertInstanceOf(SensorRecordSerializer.class, chosen);
        assertNotSame(chosen, chosen.duplicate(), "the scratch belongs to one thread");
    }

    /** The last two are no valid text: half a surrogate pair, which JSON can hold. */
    @ParameterizedTest
    @ValueSource(strings = {"pump-7", "", "Pumpe-ü", "泵", "😀", "\ud83d", "a\udc00b"})
    void shouldGiveEveryNameBack(String name) throws IOException {
        assertComesBack(new SensorRecord(name, 1042, 1_700_000_000_000L, 0.5, new float[] {0.53f}));
    }

    @Test
    void shouldGiveEveryNumberBack() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        for (int n = 0; n < 300; n++) { // from records smaller than the scratch to larger ones, and small again
            float[] values = new float[n % 150];
            for (int i = 0; i < values.length; i++) {
                values[i] = Float.intBitsToFloat(random.nextInt() & 0xFF7F_FFFF); // finite
            }
            assertComesBack(
                    new SensorRecord("s".repeat(n), random.nextLong(), random.nextLong(), random.nextDouble(), values));
        }
    }

    @Test
    void shouldCopyARecordWithoutReadingIt() throws IOException {
        byte[] bytes = bytes(new SensorRecord("pump-7", 3, 4, 5, new float[20]));
        DataOutputSerializer out = new DataOutputSerializer(16);
        serializer.copy(new DataInputDeserializer(bytes), out);
        assertArrayEquals(bytes, out.getCopyOfBuffer());
    }

    @Test
    void shouldKeepTheLayoutOfVersionOne() throws IOException {
        String expected = "00000022" // 34 bytes follow
                + "02000000" + "0100000000000000" + "0200000000000000" + "000000000000e03f" + "6162" + "0000803f";
        byte[] bytes = bytes(new SensorRecord("ab", 1, 2, 0.5, new float[] {1}));
        assertEquals(expected, HexFormat.of().formatHex(bytes));
    }

    @Test
    void shouldRefuseASnapshotOfALaterVersion() {
        SensorRecordSerializerSnapshot snapshot = new SensorRecordSerializerSnapshot();
        IOException refused = assertThrows(
                IOException.class,
                () -> snapshot.readSnapshot(
                        2, new DataInputDeserializer(), getClass().getClassLoader()));
        assertTrue(refused.getMessage().contains("found 2"), refused.getMessage());
    }
}
