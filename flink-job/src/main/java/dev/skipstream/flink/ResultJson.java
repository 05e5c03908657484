package dev.skipstream.flink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.skipstream.rnn.Classification;
import dev.skipstream.rnn.HeadKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes results as JSON. A float is the shortest decimal that reads back as the same float32, the same text on every
 * JDK; one that is not finite, which JSON cannot hold, is null. Thread-safe.
 */
final class ResultJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private ResultJson() {}

    static byte[] encode(ClassifiedSequence result) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("sensor", result.sensor());
            json.writeNumberField("sequence", result.sequence());
            json.writeNumberField("firstSeq", result.firstSeq());
            json.writeNumberField("lastSeq", result.lastSeq());
            json.writeNumberField("startTime", result.startTime());
            json.writeNumberField("endTime", result.endTime());
            writeClasses(json, result);
            json.writeArrayFieldStart("outputs");
            for (float output : result.outputs()) {
                writeFloat(json, output);
            }
            json.writeEndArray();
            json.writeNumberField("samples", result.lastSeq() - result.firstSeq() + 1);
            json.writeNumberField("updates", result.updates());
            json.writeBooleanField("complete", result.complete());
            json.writeNumberField("missing", result.missing());
            if (result.used().length > 0) {
                json.writeFieldName("used");
                json.writeArray(result.used(), 0, result.used().length);
            }
            json.writeStringField("model", result.model());
            json.writeStringField("modelHash", result.modelHash());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static void writeClasses(JsonGenerator json, ClassifiedSequence result) throws IOException {
        if (result.head() == HeadKind.LINEAR) {
            return;
        }
        float[] probabilities = result.probabilities();
        if (result.head() == HeadKind.SOFTMAX) {
            json.writeStringField("label", result.labels()[result.label()]);
            json.writeFieldName("probability");
            writeFloat(json, probabilities[result.label()]);
        } else {
            json.writeArrayFieldStart("labels");
            for (int o = 0; o < probabilities.length; o++) {
                if (Classification.isOn(probabilities[o])) {
                    json.writeString(result.labels()[o]);
                }
            }
            json.writeEndArray();
        }
        json.writeObjectFieldStart("probabilities");
        for (int o = 0; o < probabilities.length; o++) {
            json.writeFieldName(result.labels()[o]);
            writeFloat(json, probabilities[o]);
        }
        json.writeEndObject();
    }

    private static void writeFloat(JsonGenerator json, float value) throws IOException {
        if (Float.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }
}
