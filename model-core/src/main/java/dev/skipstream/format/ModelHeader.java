package dev.skipstream.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Derives a network's configuration from a file's metadata and its tensors' shapes, and refuses what does not fit. */
final class ModelHeader {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Map<String, String> metadata;
    private final Map<String, Safetensors.Tensor> tensors;
    private final String file;

    ModelHeader(Safetensors content, String file) {
        this.metadata = content.metadata();
        this.tensors = content.tensors();
        this.file = file;
    }

    RnnConfig config() throws ModelFormatException {
        String format = needed("format");
        if (!format.equals(ModelFile.FORMAT)) {
            throw refuse("format", '"' + ModelFile.FORMAT + '"', '"' + format + '"');
        }
        CellKind cell = cell();
        HeadKind head = head();
        boolean layerNorm = flag("layer_norm");
        int outputs = dimension("head.bias", 0, 1);
        RnnConfig config;
        try {
            config = new RnnConfig(
                    cell,
                    dimension("rnn.weight_ih_l0", 1, 2),
                    units(),
                    head,
                    outputs,
                    head == HeadKind.LINEAR ? List.of() : labels(outputs),
                    layerNorm,
                    sequenceLength(),
                    samplingPeriod(),
                    tensors.containsKey("input.mean") || tensors.containsKey("input.std"),
                    tensors.containsKey("embedding.weight") ? dimension("embedding.weight", 0, 2) : 0);
        } catch (IllegalArgumentException e) {
            throw refuse("model", "consistent", e.getMessage());
        }
        checkTensors(config);
        return config;
    }

    private void checkTensors(RnnConfig config) throws ModelFormatException {
        Map<String, int[]> shapes = config.shapes();
        for (Map.Entry<String, int[]> expected : shapes.entrySet()) {
            Safetensors.Tensor found = tensors.get(expected.getKey());
            if (found == null) {
                throw refuse(expected.getKey(), "a tensor of shape " + Arrays.toString(expected.getValue()), "none");
            }
            if (!Arrays.equals(expected.getValue(), found.shape())) {
                throw refuse(
                        expected.getKey() + ".shape",
                        Arrays.toString(expected.getValue()),
                        Arrays.toString(found.shape()));
            }
        }
        for (String name : tensors.keySet()) {
            if (!shapes.containsKey(name)) {
                throw refuse(name, "one of the tensors of a " + config.cell() + " " + shapes.keySet(), "unknown");
            }
        }
        if (config.normalised()) {
            for (float std : tensors.get("input.std").values()) {
                if (!(std > 0)) {
                    throw refuse("input.std", "> 0", std);
                }
            }
        }
    }

    private CellKind cell() throws ModelFormatException {
        try {
            return CellKind.of(needed("cell"));
        } catch (IllegalArgumentException e) {
            throw refuse("cell", "one of " + Arrays.toString(CellKind.values()), '"' + metadata.get("cell") + '"');
        }
    }

    private HeadKind head() throws ModelFormatException {
        try {
            return HeadKind.of(needed("head"));
        } catch (IllegalArgumentException e) {
            throw refuse("head", "one of " + Arrays.toString(HeadKind.values()), '"' + metadata.get("head") + '"');
        }
    }

    private List<Integer> units() throws ModelFormatException {
        List<Integer> units = new ArrayList<>();
        do {
            units.add(dimension("rnn.weight_hh_l" + units.size(), 1, 2));
        } while (tensors.containsKey("rnn.weight_hh_l" + units.size()));
        return units;
    }

    private List<String> labels(int outputs) throws ModelFormatException {
        String text = needed("labels");
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw refuse("labels", "a JSON array of strings", text);
        }
        List<String> labels = new ArrayList<>();
        for (JsonNode label : node) {
            if (!node.isArray() || !label.isTextual()) {
                throw refuse("labels", "a JSON array of strings", text);
            }
            labels.add(label.textValue());
        }
        if (labels.size() != outputs || new HashSet<>(labels).size() != outputs) {
            throw refuse("labels", outputs + " different names, one for each output", text);
        }
        return labels;
    }

    static String labelsText(List<String> labels) {
        return JSON.valueToTree(labels).toString();
    }

    private boolean flag(String key) throws ModelFormatException {
        String text = metadata.getOrDefault(key, "false");
        if (!text.equals("true") && !text.equals("false")) {
            throw refuse(key, "\"true\" or \"false\"", '"' + text + '"');
        }
        return text.equals("true");
    }

    private int sequenceLength() throws ModelFormatException {
        String text = metadata.getOrDefault("sequence_length", "0");
        try {
            int length = Integer.parseInt(text);
            if (length >= 0) {
                return length;
            }
        } catch (NumberFormatException e) {
            // refused below, with the same words
        }
        throw refuse("sequence_length", "a whole number of 0 … " + Integer.MAX_VALUE, '"' + text + '"');
    }

    private double samplingPeriod() throws ModelFormatException {
        String text = metadata.get("sampling_period_ms");
        if (text == null) {
            return Double.NaN;
        }
        try {
            double period = Double.parseDouble(text);
            if (period > 0 && period <= Double.MAX_VALUE) {
                return period;
            }
        } catch (NumberFormatException e) {
            // refused below, with the same words
        }
        throw refuse("sampling_period_ms", "a positive decimal number", '"' + text + '"');
    }

    /** One dimension of a tensor that must be there, have this many dimensions, and none of them 0. */
    private int dimension(String name, int index, int dimensions) throws ModelFormatException {
        Safetensors.Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw refuse(name, "a tensor", "none");
        }
        int[] shape = tensor.shape();
        if (shape.length != dimensions || Arrays.stream(shape).anyMatch(d -> d < 1)) {
            throw refuse(name + ".shape", dimensions + " dimensions of at least 1", Arrays.toString(shape));
        }
        return shape[index];
    }

    private String needed(String key) throws ModelFormatException {
        String text = metadata.get(key);
        if (text == null) {
            throw refuse(key, "given in the metadata", "nothing");
        }
        return text;
    }

    private ModelFormatException refuse(String field, String expected, Object found) {
        return new ModelFormatException(file, field, expected, found);
    }
}
