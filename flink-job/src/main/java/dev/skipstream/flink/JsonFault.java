package dev.skipstream.flink;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Says in our words why a text is no JSON: the parser's own speak of its classes and settings. */
final class JsonFault {
    private static final int BEFORE = 12; // bytes shown before the place, and after it

    private JsonFault() {}

    /** Why the parser gave up on a record's value. */
    static MalformedRecordException of(JsonProcessingException e, byte[] value) {
        if (e instanceof StreamConstraintsException) {
            StreamReadConstraints limits = StreamReadConstraints.defaults();
            return expected(
                    "of at most " + limits.getMaxNestingDepth() + " levels, with numbers of at most "
                            + limits.getMaxNumberLength() + " characters",
                    "more");
        }
        long byteOffset = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
        if (e instanceof JsonEOFException) {
            return expected("", value.length == 0 ? "nothing" : "its end too early, after byte " + value.length);
        }
        if (byteOffset < 0 || e.getOriginalMessage().contains("UTF-8")) {
            return notUtf8();
        }
        return expected("", "something else about byte " + byteOffset + ": " + excerpt(value, byteOffset));
    }

    static MalformedRecordException notUtf8() {
        return expected("in UTF-8", "other bytes");
    }

    /**
     * @throws MalformedRecordException if more follows the object than blanks
     */
    static void requireEnd(JsonParser json) throws IOException, MalformedRecordException {
        boolean ended;
        try {
            ended = json.nextToken() == null;
        } catch (JsonProcessingException e) {
            ended = false;
        }
        if (!ended) {
            throw MalformedRecordException.expected("record", "one JSON object", "more after it");
        }
    }

    private static MalformedRecordException expected(String which, String found) {
        return MalformedRecordException.expected(
                "record", "a JSON object" + (which.isEmpty() ? "" : " " + which), found);
    }

    /** What stands there, in printable ASCII. */
    private static String excerpt(byte[] value, long at) {
        int from = (int) Math.max(0, Math.min(at - BEFORE, value.length));
        int to = (int) Math.min(value.length, at + BEFORE);
        String text = new String(value, from, to - from, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "?");
        return (from > 0 ? "…" : "") + text + (to < value.length ? "…" : "");
    }
}
