package dev.skipstream.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file of floats in memory.
 *
 * <pre>
 *   8 bytes   little-endian length N of the header
 *   N bytes   JSON: {"__metadata__": {name: text}, tensor: {"dtype", "shape", "data_offsets": [begin, end]}, …}
 *   the rest  the tensors' numbers, row-major, little-endian, without gap or overlap
 * </pre>
 *
 * @param metadata the {@code __metadata__} texts, in the file's order
 * @param tensors by name, in the file's order
 */
public record Safetensors(Map<String, String> metadata, Map<String, Tensor> tensors) {
    /** Longest header that is read: 1 MiB. */
    static final int MAX_HEADER = 1 << 20;

    private static final String METADATA = "__metadata__";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * One tensor.
     *
     * @param shape rows first; empty for a single number
     * @param values row-major float32, narrowed if the file holds float64
     */
    public record Tensor(int[] shape, float[] values) {}

    private record Entry(String name, String type, int[] shape, long begin, long end) {
        int width() {
            return type.equals("F64") ? 8 : 4;
        }
    }

    /**
     * Reads a whole file. Allocates no more than a small multiple of its bytes.
     *
     * @param file what to call it in messages
     * @throws ModelFormatException naming what is wrong
     */
    public static Safetensors parse(byte[] bytes, String file) throws ModelFormatException {
        if (bytes.length < 8) {
            throw new ModelFormatException(file, "length", "at least 8 bytes", bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long headerLength = buffer.getLong();
        if (headerLength < 2 || headerLength > Math.min(MAX_HEADER, bytes.length - 8)) {
            throw new ModelFormatException(
                    file,
                    "header length",
                    "2 … " + Math.min(MAX_HEADER, bytes.length - 8) + " bytes",
                    Long.toUnsignedString(headerLength));
        }
        JsonNode header = header(bytes, (int) headerLength, file);
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : header.properties()) {
            if (field.getKey().equals(METADATA)) {
                readMetadata(field.getValue(), metadata, file);
            } else {
                entries.add(entry(field.getKey(), field.getValue(), file));
            }
        }
        int dataStart = 8 + (int) headerLength;
        checkCover(entries, bytes.length - dataStart, file);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Entry entry : entries) {
            buffer.position(dataStart + (int) entry.begin);
            tensors.put(entry.name, new Tensor(entry.shape, values(entry, buffer, file)));
        }
        return new Safetensors(metadata, tensors);
    }

    private static JsonNode header(byte[] bytes, int length, String file) throws ModelFormatException {
        JsonNode header;
        try {
            header = JSON.readTree(bytes, 8, length);
        } catch (JsonProcessingException e) {
            throw new ModelFormatException(file, "header", "JSON", e.getOriginalMessage());
        } catch (java.io.IOException e) {
            throw new ModelFormatException(file, "header", "JSON", e.getMessage());
        }
        if (header == null || !header.isObject()) {
            throw new ModelFormatException(file, "header", "a JSON object", header == null ? "nothing" : kind(header));
        }
        return header;
    }

    private static void readMetadata(JsonNode node, Map<String, String> metadata, String file)
            throws ModelFormatException {
        if (!node.isObject()) {
            throw new ModelFormatException(file, METADATA, "a JSON object", kind(node));
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!field.getValue().isTextual()) {
                throw new ModelFormatException(
                        file, METADATA + "." + field.getKey(), "a string", kind(field.getValue()));
            }
            metadata.put(field.getKey(), field.getValue().textValue());
        }
    }

    private static Entry entry(String name, JsonNode node, String file) throws ModelFormatException {
        if (!node.isObject()) {
            throw new ModelFormatException(file, name, "a JSON object", kind(node));
        }
        JsonNode type = node.path("dtype");
        if (!type.isTextual()
                || !(type.textValue().equals("F32") || type.textValue().equals("F64"))) {
            throw new ModelFormatException(file, name + ".dtype", "\"F32\" or \"F64\"", type);
        }
        long[] shape = wholeNumbers(node.path("shape"), name + ".shape", Integer.MAX_VALUE, file);
        long[] offsets = wholeNumbers(node.path("data_offsets"), name + ".data_offsets", Long.MAX_VALUE, file);
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw new ModelFormatException(file, name + ".data_offsets", "[begin, end]", node.get("data_offsets"));
        }
        long bytes = type.textValue().equals("F64") ? 8 : 4;
        for (long dimension : shape) {
            bytes = dimension != 0 && bytes > Long.MAX_VALUE / dimension ? Long.MAX_VALUE : bytes * dimension;
        }
        if (offsets[1] - offsets[0] != bytes) {
            throw new ModelFormatException(
                    file,
                    name + ".data_offsets",
                    bytes + " bytes apart for shape " + Arrays.toString(shape),
                    Arrays.toString(offsets));
        }
        int[] dimensions = Arrays.stream(shape).mapToInt(d -> (int) d).toArray();
        return new Entry(name, type.textValue(), dimensions, offsets[0], offsets[1]);
    }

    private static long[] wholeNumbers(JsonNode node, String field, long max, String file) throws ModelFormatException {
        if (!node.isArray()) {
            throw new ModelFormatException(file, field, "an array of whole numbers", kind(node));
        }
        long[] numbers = new long[node.size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode n = node.get(i);
            if (!n.isIntegralNumber() || !n.canConvertToLong() || n.longValue() < 0 || n.longValue() > max) {
                throw new ModelFormatException(file, field, "whole numbers of 0 … " + max, n);
            }
            numbers[i] = n.longValue();
        }
        return numbers;
    }

    /** The tensors must cover the data exactly: each begins where the one before it ends. */
    private static void checkCover(List<Entry> entries, long dataLength, String file) throws ModelFormatException {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long end = 0;
        for (Entry entry : sorted) {
            if (entry.begin != end) {
                throw new ModelFormatException(
                        file,
                        entry.name + ".data_offsets",
                        "from " + end + " on (no gap, no overlap)",
                        "[" + entry.begin + ", " + entry.end + "]");
            }
            end = entry.end;
        }
        if (end != dataLength) {
            throw new ModelFormatException(file, "data", end + " bytes long, as its tensors say", dataLength);
        }
    }

    private static float[] values(Entry entry, ByteBuffer buffer, String file) throws ModelFormatException {
        float[] values = new float[(int) ((entry.end - entry.begin) / entry.width())];
        for (int i = 0; i < values.length; i++) {
            values[i] = entry.width() == 8 ? (float) buffer.getDouble() : buffer.getFloat();
            if (!Float.isFinite(values[i])) {
                throw new ModelFormatException(
                        file, entry.name + "[" + i + "]", "a finite float32", String.valueOf(values[i]));
            }
        }
        return values;
    }

    private static String kind(JsonNode node) {
        return node.isMissingNode()
                ? "nothing"
                : "a JSON " + node.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The file's bytes: the header padded with spaces to a multiple of 8, then every tensor as F32. */
    public byte[] toBytes() {
        ObjectNode header = JSON.createObjectNode();
        ObjectNode texts = header.putObject(METADATA);
        metadata.forEach(texts::put);
        long offset = 0;
        for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
            ObjectNode entry = header.putObject(tensor.getKey());
            entry.put("dtype", "F32");
            for (int dimension : tensor.getValue().shape()) {
                entry.withArray("shape").add(dimension);
            }
            long end = offset + 4L * tensor.getValue().values().length;
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer out =
                ByteBuffer.allocate(Math.toIntExact(8 + padded + offset)).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(padded).put(json);
        while (out.position() < 8 + padded) {
            out.put((byte) ' ');
        }
        for (Tensor tensor : tensors.values()) {
            for (float value : tensor.values()) {
                out.putFloat(value);
            }
        }
        return out.array();
    }
}
