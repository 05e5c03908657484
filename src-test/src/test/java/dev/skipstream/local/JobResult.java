package dev.skipstream.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record of the result topic.
 *
 * @param key as text
 * @param text the value as it was written
 * @param json the same, understood
 */
record JobResult(String key, String text, JsonNode json) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern OUTPUTS = Pattern.compile("\"outputs\":\\[([^]]*)]");

    static JobResult of(ConsumerRecord<byte[], byte[]> record) {
        try {
            return new JobResult(
                    new String(record.key(), StandardCharsets.UTF_8),
                    new String(record.value(), StandardCharsets.UTF_8),
                    JSON.readTree(record.value()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long number(String field) {
        return json.required(field).asLong();
    }

    boolean complete() {
        return json.required("complete").asBoolean();
    }

    /** The raw outputs as they are written. */
    String[] outputs() {
        Matcher outputs = OUTPUTS.matcher(text);
        if (!outputs.find()) {
            throw new IllegalArgumentException("no outputs in " + text);
        }
        return outputs.group(1).split(",");
    }

    /** Everything but the sensor's name: the same for sensors that sent the same. */
    String withoutSensor() {
        return text.replaceFirst("\"sensor\":\"[^\"]*\",", "");
    }
}
