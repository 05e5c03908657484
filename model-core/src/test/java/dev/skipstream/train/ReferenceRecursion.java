package dev.skipstream.train;

import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The same loss and gradients written a second time, as plainly as can be: step by step and number by number in double,
 * with a tape of scalar operations that is played backwards. It shares no line with what it checks.
 */
final class ReferenceRecursion {
    /** One number of the tape: its value, and how it depends on earlier numbers. */
    private static final class Node {
        final double value;
        final Node[] parents;
        final double[] slopes;
        double gradient;

        Node(double value, Node[] parents, double[] slopes) {
            this.value = value;
            this.parents = parents;
            this.slopes = slopes;
        }
    }

    private final List<Node> tape = new ArrayList<>();
    private final RnnConfig config;
    private final Map<String, Node[]> tensors = new LinkedHashMap<>();
    private Node loss;
    double updates;

    ReferenceRecursion(RnnConfig config, RnnWeights weights) {
        this.config = config;
        weights.tensors().forEach((name, tensor) -> {
            Node[] nodes = new Node[tensor.data.length];
            for (int i = 0; i < nodes.length; i++) {
                nodes[i] = constant(tensor.data[i]);
            }
            tensors.put(name, nodes);
        });
        loss = constant(0);
    }

    /** Adds one sequence's share of a batch's loss. */
    void add(float[] samples, float[] targets, double costPerSample, int batchSize) {
        add(samples, targets, null, null, costPerSample, batchSize);
    }

    /**
     * Likewise, with a target at every step where {@code stepTargets} (T, 1 or O) is given: NaN has no loss, and the
     * sequence's loss is the mean over the others. Cells without a gate use the samples of {@code used}; null: all.
     */
    void add(
            float[] samples,
            float[] targets,
            float[] stepTargets,
            boolean[] used,
            double costPerSample,
            int batchSize) {
        int layers = config.layers();
        boolean lstm = config.cell().isLstm();
        Node[][] h = new Node[layers][];
        Node[][] c = new Node[layers][];
        for (int l = 0; l < layers; l++) {
            h[l] = tensors.get("rnn.h0_l" + l);
            c[l] = lstm ? tensors.get("rnn.c0_l" + l) : new Node[0];
        }
        Node inForce = constant(1);
        Node accumulated = constant(0);
        Node one = constant(1);
        int width = stepTargets == null ? 0 : stepTargets.length / (samples.length / config.inputs());
        int known = 0;
        for (int t = 0; width > 0 && t < stepTargets.length; t += width) {
            known += Float.isNaN(stepTargets[t]) ? 0 : 1;
        }
        for (int t = 0; t < samples.length / config.inputs(); t++) {
            Node probability = add(accumulated, inForce);
            Node u = config.cell().skips() ? straightThrough(probability) : used == null || used[t] ? one : constant(0);
            Node skip = subtract(one, u);
            updates += u.value;
            Node[] x = input(samples, t);
            Node[] top = x;
            for (int l = 0; l < layers; l++) {
                Node[][] candidate = lstm ? lstm(l, x, h[l], c[l]) : gru(l, x, h[l]);
                x = candidate[0];
                top = candidate[lstm ? 1 : 0];
                h[l] = mix(u, skip, candidate[0], h[l]);
                c[l] = lstm ? mix(u, skip, candidate[1], c[l]) : c[l];
            }
            if (config.cell().skips()) {
                Node increment = sigmoid(affine("update.weight", 0, top, tensors.get("update.bias")[0]));
                inForce = add(multiply(u, increment), multiply(skip, inForce));
                accumulated = multiply(skip, probability);
                loss = add(loss, multiply(u, constant(costPerSample / batchSize)));
            }
            if (width > 0 && !Float.isNaN(stepTargets[t * width])) {
                float[] step = Arrays.copyOfRange(stepTargets, t * width, (t + 1) * width);
                loss = add(loss, multiply(constant(1.0 / batchSize / known), loss(head(h[layers - 1]), step)));
            }
        }
        if (width == 0) {
            loss = add(loss, multiply(constant(1.0 / batchSize), loss(head(h[layers - 1]), targets)));
        }
    }

    private Node[] head(Node[] h) {
        Node[] outputs = new Node[config.outputs()];
        for (int o = 0; o < outputs.length; o++) {
            outputs[o] = affine("head.weight", o, h, tensors.get("head.bias")[o]);
        }
        return outputs;
    }

    double loss() {
        return loss.value;
    }

    /** Plays the tape back; afterwards {@link #gradient} answers. */
    void backward() {
        loss.gradient = 1;
        for (int n = tape.size() - 1; n >= 0; n--) {
            Node node = tape.get(n);
            for (int p = 0; p < node.parents.length; p++) {
                node.parents[p].gradient += node.gradient * node.slopes[p];
            }
        }
    }

    double gradient(String tensor, int index) {
        return tensors.get(tensor)[index].gradient;
    }

    private Node[] input(float[] samples, int t) {
        Node[] x = new Node[config.inputs()];
        for (int i = 0; i < x.length; i++) {
            double value = samples[t * x.length + i];
            if (config.normalised()) {
                value = (value - tensors.get("input.mean")[i].value) / tensors.get("input.std")[i].value;
            }
            x[i] = constant(value);
        }
        return x;
    }

    private Node[][] lstm(int l, Node[] x, Node[] h, Node[] c) {
        Node[] i = block(l, 0, x, h, true);
        Node[] f = block(l, 1, x, h, true);
        Node[] g = block(l, 2, x, h, true);
        Node[] o = block(l, 3, x, h, true);
        Node[] hidden = new Node[h.length];
        Node[] cell = new Node[h.length];
        for (int k = 0; k < h.length; k++) {
            cell[k] = add(multiply(sigmoid(f[k]), c[k]), multiply(sigmoid(i[k]), tanh(g[k])));
            hidden[k] = multiply(sigmoid(o[k]), tanh(cell[k]));
        }
        return new Node[][] {hidden, cell};
    }

    private Node[][] gru(int l, Node[] x, Node[] h) {
        Node[] r = block(l, 0, x, h, true);
        Node[] z = block(l, 1, x, h, true);
        Node[] reset = new Node[h.length];
        for (int k = 0; k < h.length; k++) {
            reset[k] = multiply(sigmoid(r[k]), h[k]);
        }
        Node[] n = block(l, 2, x, reset, false);
        Node[] hidden = new Node[h.length];
        for (int k = 0; k < h.length; k++) {
            Node keep = sigmoid(z[k]);
            hidden[k] = add(multiply(keep, h[k]), multiply(subtract(constant(1), keep), tanh(n[k])));
        }
        return new Node[][] {hidden};
    }

    /** Pre-activations of one gate, layer-normalised if the model says so. */
    private Node[] block(int l, int gate, Node[] x, Node[] h, boolean normalised) {
        int units = h.length;
        Node[] a = new Node[units];
        for (int k = 0; k < units; k++) {
            int row = gate * units + k;
            Node sum = affine("rnn.weight_ih_l" + l, row, x, tensors.get("rnn.bias_l" + l)[row]);
            a[k] = affine("rnn.weight_hh_l" + l, row, h, sum);
        }
        return normalised && config.layerNorm() ? normalise(l, gate, a) : a;
    }

    private Node[] normalise(int l, int gate, Node[] a) {
        Node share = constant(1.0 / a.length);
        Node mean = constant(0);
        for (Node v : a) {
            mean = add(mean, multiply(share, v));
        }
        Node variance = constant(0);
        for (Node v : a) {
            Node d = subtract(v, mean);
            variance = add(variance, multiply(share, multiply(d, d)));
        }
        double deviation = Math.sqrt(variance.value);
        Node divisor = node(deviation + 1e-3, variance, deviation == 0 ? 0 : 0.5 / deviation);
        Node inverse = node(1 / divisor.value, divisor, -1 / (divisor.value * divisor.value));
        Node[] y = new Node[a.length];
        for (int k = 0; k < a.length; k++) {
            Node gain = tensors.get("rnn.ln_gain_l" + l)[gate * a.length + k];
            Node bias = tensors.get("rnn.ln_bias_l" + l)[gate * a.length + k];
            y[k] = add(multiply(gain, multiply(subtract(a[k], mean), inverse)), bias);
        }
        return y;
    }

    private Node affine(String tensor, int row, Node[] v, Node start) {
        Node sum = start;
        for (int k = 0; k < v.length; k++) {
            sum = add(sum, multiply(tensors.get(tensor)[row * v.length + k], v[k]));
        }
        return sum;
    }

    private Node[] mix(Node u, Node skip, Node[] candidate, Node[] state) {
        Node[] next = new Node[state.length];
        for (int k = 0; k < next.length; k++) {
            next[k] = add(multiply(u, candidate[k]), multiply(skip, state[k]));
        }
        return next;
    }

    private Node loss(Node[] outputs, float[] targets) {
        Node sum = constant(0);
        if (config.head() == HeadKind.SOFTMAX) {
            for (Node y : outputs) {
                sum = add(sum, node(Math.exp(y.value), y, Math.exp(y.value)));
            }
            return subtract(node(Math.log(sum.value), sum, 1 / sum.value), outputs[(int) targets[0]]);
        }
        for (int o = 0; o < outputs.length; o++) {
            Node y = outputs[o];
            double target = targets[o];
            double p = 1 / (1 + Math.exp(-y.value));
            Node term = config.head() == HeadKind.LINEAR
                    ? node((y.value - target) * (y.value - target), y, 2 * (y.value - target))
                    : node(-target * Math.log(p) - (1 - target) * Math.log(1 - p), y, p - target);
            sum = add(sum, multiply(constant(1.0 / outputs.length), term));
        }
        return sum;
    }

    private Node straightThrough(Node v) {
        return node(v.value >= 0.5 ? 1 : 0, v, 1);
    }

    private Node sigmoid(Node v) {
        double y = 1 / (1 + Math.exp(-v.value));
        return node(y, v, y * (1 - y));
    }

    private Node tanh(Node v) {
        double y = Math.tanh(v.value);
        return node(y, v, 1 - y * y);
    }

    private Node constant(double value) {
        return record(new Node(value, new Node[0], new double[0]));
    }

    private Node node(double value, Node parent, double slope) {
        return record(new Node(value, new Node[] {parent}, new double[] {slope}));
    }

    private Node add(Node a, Node b) {
        return record(new Node(a.value + b.value, new Node[] {a, b}, new double[] {1, 1}));
    }

    private Node subtract(Node a, Node b) {
        return record(new Node(a.value - b.value, new Node[] {a, b}, new double[] {1, -1}));
    }

    private Node multiply(Node a, Node b) {
        return record(new Node(a.value * b.value, new Node[] {a, b}, new double[] {b.value, a.value}));
    }

    private Node record(Node node) {
        tape.add(node);
        return node;
    }
}
