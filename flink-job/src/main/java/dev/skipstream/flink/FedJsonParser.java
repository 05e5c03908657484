package dev.skipstream.flink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.IOException;

/**
 * One parser for one short JSON object after another: making a parser takes longer than reading a sample with it. It is
 * Jackson's parser of input that comes in pieces, and each object is a piece. It does not say what is wrong with one;
 * for that and for anything unusual a parser of the object's own reads it again. Belongs to one thread.
 */
final class FedJsonParser {
    /** In so few bytes no number, name or nesting reaches a limit of Jackson's, which its two parsers judge unalike. */
    private static final int MOST_BYTES = StreamReadConstraints.DEFAULT_MAX_NUM_LEN;

    /** Each name of a field stays in the parser's table, so it is replaced now and then. */
    private static final int OBJECTS_A_PARSER = 4096;

    private final JsonFactory factory;

    private JsonParser parser; // null: none yet, or none that could be fed
    private ByteArrayFeeder feeder;
    private int objects;

    FedJsonParser(JsonFactory factory) {
        this.factory = factory;
    }

    /**
     * A parser before the object's first token, or null if these bytes are for a parser of their own. It is handed out
     * again only when {@link #hasReadAll} says yes between; else {@link #discard} it.
     */
    JsonParser feed(byte[] json) throws IOException {
        int end = json.length;
        while (end > 0 && isBlank(json[end - 1])) {
            end--;
        }
        if (end == 0 || end > MOST_BYTES || json[0] != '{') { // nor a byte order mark, which it would read
            return null;
        }
        if (objects == OBJECTS_A_PARSER) {
            discard();
        }
        if (parser == null) {
            parser = factory.createNonBlockingByteArrayParser();
            feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
        }
        objects++;
        feeder.feedInput(json, 0, end);
        return parser;
    }

    /** Whether the object is over and nothing but blanks follows it. */
    boolean hasReadAll() {
        return parser.currentToken() == JsonToken.END_OBJECT
                && parser.getParsingContext().inRoot()
                && feeder.needMoreInput();
    }

    /** Gives up a parser that stands in the middle of something. */
    void discard() throws IOException {
        if (parser != null) {
            parser.close();
        }
        parser = null;
        feeder = null;
        objects = 0;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
