package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.stream.Announcement;
import dev.skipstream.stream.Place;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncementDecoderTest {
    private static final byte[] FILE = Golden.source("skip_gru").bytes();
    private static final SampleShape SHAPE =
            SampleShape.of(Golden.model("skip_gru").config());
    private static final AnnouncementDecoder DECODER = new AnnouncementDecoder("skip_gru", SHAPE);

    private static ModelRecord record(byte[] key, byte[] value, String effectiveFrom) {
        return new ModelRecord(
                new KafkaRecord("models", 1, 2, 3, key, value), effectiveFrom == null ? null : bytes(effectiveFrom));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String refusal(AnnouncementDecoder decoder, ModelRecord record) {
        return assertThrows(MalformedRecordException.class, () -> decoder.decode(record))
                .getMessage();
    }

    @Test
    void shouldReadModelWithItsTimeAndPlace() throws MalformedRecordException {
        ModelAnnouncement announcement = DECODER.decode(record(bytes("skip_gru@1"), FILE, "1700000000000"));
        assertEquals("skip_gru@1", announcement.key());
        assertArrayEquals(FILE, announcement.file());
        assertEquals(1_700_000_000_000L, announcement.effectiveFrom());
        assertEquals(new Place(3, 1, 2), announcement.place());
        assertEquals(
                -5, DECODER.decode(record(bytes("skip_gru@1"), FILE, " -5 ")).effectiveFrom());
    }

    @Test
    void shouldTakeModelWithoutHeaderAsEffectiveAtOnce() throws MalformedRecordException {
        assertEquals(
                Announcement.AT_ONCE,
                DECODER.decode(record(bytes("skip_gru@1"), FILE, null)).effectiveFrom());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gru@1", "skip_gru_small@1", "skip_gru", "", "@"})
    void shouldIgnoreModelsOfOtherNames(String key) throws MalformedRecordException {
        assertNull(DECODER.decode(record(bytes(key), FILE, null)));
        assertNull(DECODER.decode(record(bytes(key), new byte[3], null)), "whatever they are");
    }

    @Test
    void shouldServeAnyNameAndWidthBeforeTheFirstModel() throws MalformedRecordException {
        AnnouncementDecoder any = new AnnouncementDecoder(null, null);
        assertEquals(
                "lstm@1",
                any.decode(record(bytes("lstm@1"), Golden.source("lstm").bytes(), null))
                        .key());
        assertTrue(refusal(any, record(bytes("lstm@2"), Golden.source("lstm").bytes(), null))
                .startsWith("key must be the file's name@version lstm@1, found lstm@2"));
    }

    @Test
    void shouldRefuseWhatIsNoModelOfTheKey() {
        assertEquals("key must be name@version, found none", refusal(DECODER, record(null, FILE, null)));
        assertEquals(
                "key must be name@version in UTF-8, found bytes that are not",
                refusal(DECODER, record(new byte[] {(byte) 0xff}, FILE, null)));
        assertEquals(
                "key must be the file's name@version skip_gru@1, found skip_gru@2",
                refusal(DECODER, record(bytes("skip_gru@2"), FILE, null)));
        assertTrue(refusal(DECODER, record(bytes("skip_gru@1"), null, null))
                .startsWith("value of skip_gru@1 must be a model file"));
    }

    @Test
    void shouldRefuseEveryBrokenFile() {
        for (int length : new int[] {0, 7, 8, 100, FILE.length / 2, FILE.length - 1}) {
            assertTrue(refusal(DECODER, record(bytes("skip_gru@1"), Arrays.copyOf(FILE, length), null))
                    .startsWith("skip_gru@1"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1.5", "9223372036854775808", "-9223372036854775808"})
    void shouldRefuseTimesThatAreNone(String time) {
        assertEquals(
                "header effective-from must be epoch ms as a whole number, found '" + time + "'",
                refusal(DECODER, record(bytes("skip_gru@1"), FILE, time)));
    }

    @Test
    void shouldRefuseModelsForOtherSamples() {
        ModelRecord record = record(bytes("skip_gru@1"), FILE, null);
        assertEquals(
                "channels of skip_gru@1 must be 7, as the job's samples have, found " + SHAPE.channels(),
                refusal(new AnnouncementDecoder("skip_gru", new SampleShape(7, 0, 1)), record));
        assertEquals(
                "vocabulary of skip_gru@1 must be 30, as the job's samples have, found 0",
                refusal(new AnnouncementDecoder("skip_gru", new SampleShape(SHAPE.channels(), 30, 1)), record));
    }
}
