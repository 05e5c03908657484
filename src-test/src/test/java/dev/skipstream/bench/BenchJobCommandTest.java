package dev.skipstream.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchJobCommandTest {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new BenchJobCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void shouldPrintOneJsonObjectAndNothingElse() throws IOException {
        assertEquals(
                0, run("--only", "decode,batch", "--warm-up", "100", "--window", "100", "--repeats", "1", "--json"));
        JsonNode report = MAPPER.readTree(out.toString());
        assertTrue(report.get("seconds").asDouble() > 0);
        assertTrue(report.get("date").isTextual());
        assertEquals(
                Runtime.version().toString(), report.get("machine").get("jdk").asText());
        JsonNode first = report.get("rows").get(0);
        assertEquals("decode", first.get("part").asText());
        assertEquals("json", first.get("format").asText());
        assertTrue(first.get("nanosPerRecord").asDouble() > 0);
        assertEquals("batch", report.get("parts").get(1).get("part").asText());
        assertTrue(report.get("targets").isArray());
        assertTrue(err.toString().contains("decode: took"), err.toString());
    }

    @Test
    void shouldRefuseUnknownPart() {
        assertEquals(2, run("--only", "nonsense"));
        assertTrue(err.toString().contains("found nonsense"), err.toString());
    }

    /** No JVM starts with such a flag. */
    @Test
    void shouldTellFailuresAndGoOn() throws IOException {
        assertEquals(
                1,
                run(
                        "--only",
                        "heap2,decode",
                        "--warm-up",
                        "100",
                        "--window",
                        "100",
                        "--flags",
                        "-XX:+NoSuch",
                        "--json"));
        JsonNode report = MAPPER.readTree(out.toString());
        assertEquals(3, report.get("failed").size());
        assertTrue(report.get("failed").get(0).get("reason").asText().contains("NoSuch"), out.toString());
        assertEquals("decode", report.get("rows").get(0).get("part").asText());
    }
}
