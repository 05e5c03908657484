package dev.skipstream.rnn;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything about a network except its weights.
 *
 * @param cell the recurrent cell of every layer
 * @param inputs I: what layer 0 reads for a sample (with an embedding: the length of one embedding row)
 * @param units H of each layer, bottom first
 * @param head what the outputs mean
 * @param outputs O
 * @param labels one name per output; empty for a linear head
 * @param layerNorm whether gate pre-activations are layer-normalised
 * @param sequenceLength samples in one training sequence; 0 = any
 * @param samplingPeriodMs milliseconds between samples; NaN when the model does not say
 * @param normalised whether inputs are normalised, x ← (x − mean) / std
 * @param vocabulary V: rows of the embedding, the input being a token id; 0 = no embedding
 */
public record RnnConfig(
        CellKind cell,
        int inputs,
        List<Integer> units,
        HeadKind head,
        int outputs,
        List<String> labels,
        boolean layerNorm,
        int sequenceLength,
        double samplingPeriodMs,
        boolean normalised,
        int vocabulary) {

    /**
     * Checks every field against the others.
     *
     * @throws IllegalArgumentException naming the field, what was expected and what was found
     */
    public RnnConfig {
        units = List.copyOf(units);
        labels = List.copyOf(labels);
        require(inputs >= 1, "inputs", ">= 1", inputs);
        require(!units.isEmpty(), "layers", ">= 1", 0);
        for (int h : units) {
            require(h >= 1, "units", ">= 1", h);
        }
        require(outputs >= 1, "outputs", ">= 1", outputs);
        require(sequenceLength >= 0, "sequence_length", ">= 0", sequenceLength);
        require(
                Double.isNaN(samplingPeriodMs) || (samplingPeriodMs > 0 && Double.isFinite(samplingPeriodMs)),
                "sampling_period_ms",
                "a positive number",
                samplingPeriodMs);
        require(vocabulary >= 0, "vocabulary", ">= 0", vocabulary);
        if (head != HeadKind.LINEAR) {
            require(labels.size() == outputs, "labels", "one name for each of " + outputs + " outputs", labels);
            require(new HashSet<>(labels).size() == outputs, "labels", "different names", labels);
        } else {
            require(labels.isEmpty(), "labels", "none with a linear head", labels);
        }
    }

    private static void require(boolean holds, String name, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(name + " must be " + expected + ", found " + found);
        }
    }

    /** L: number of layers. */
    public int layers() {
        return units.size();
    }

    /** I of layer l: the network's inputs, or the units of the layer below. */
    public int inputs(int layer) {
        return layer == 0 ? inputs : units.get(layer - 1);
    }

    /** H of the top layer, which the gate and the head read. */
    public int topUnits() {
        return units.get(units.size() - 1);
    }

    /** Numbers in one sample as a sensor sends it: I, or 1 token id with an embedding. */
    public int channels() {
        return vocabulary > 0 ? 1 : inputs;
    }

    /** Floats in the hidden state of one stream: h (and c) of every layer. */
    public int hiddenSize() {
        return units.stream().mapToInt(Integer::intValue).sum() * (cell.isLstm() ? 2 : 1);
    }

    /** Multiplications and additions of one update: 2·G·H·(I+H) a layer and 2·H of the gate. */
    public long flopsPerUpdate() {
        long flops = cell.skips() ? 2L * topUnits() : 0;
        for (int l = 0; l < layers(); l++) {
            flops += 2L * cell.gates() * units.get(l) * (inputs(l) + units.get(l));
        }
        return flops;
    }

    /** Trained numbers in the model (the input normalisation is fitted, not trained, and not counted). */
    public long parameters() {
        return shapes().entrySet().stream()
                .filter(e -> !e.getKey().startsWith("input."))
                .mapToLong(e -> {
                    long n = 1;
                    for (int d : e.getValue()) {
                        n *= d;
                    }
                    return n;
                })
                .sum();
    }

    /** Name and shape of every tensor of this network, in a fixed order. The names are the model file's. */
    public Map<String, int[]> shapes() {
        Map<String, int[]> shapes = new LinkedHashMap<>();
        if (vocabulary > 0) {
            shapes.put("embedding.weight", new int[] {vocabulary, inputs});
        }
        if (normalised) {
            shapes.put("input.mean", new int[] {inputs});
            shapes.put("input.std", new int[] {inputs});
        }
        int g = cell.gates();
        for (int l = 0; l < layers(); l++) {
            int h = units.get(l);
            shapes.put("rnn.weight_ih_l" + l, new int[] {g * h, inputs(l)});
            shapes.put("rnn.weight_hh_l" + l, new int[] {g * h, h});
            shapes.put("rnn.bias_l" + l, new int[] {g * h});
            shapes.put("rnn.h0_l" + l, new int[] {h});
            if (cell.isLstm()) {
                shapes.put("rnn.c0_l" + l, new int[] {h});
            }
            if (layerNorm) {
                shapes.put("rnn.ln_gain_l" + l, new int[] {cell.normalisedGates() * h});
                shapes.put("rnn.ln_bias_l" + l, new int[] {cell.normalisedGates() * h});
            }
        }
        if (cell.skips()) {
            shapes.put("update.weight", new int[] {1, topUnits()});
            shapes.put("update.bias", new int[] {1});
        }
        shapes.put("head.weight", new int[] {outputs, topUnits()});
        shapes.put("head.bias", new int[] {outputs});
        return shapes;
    }
}
