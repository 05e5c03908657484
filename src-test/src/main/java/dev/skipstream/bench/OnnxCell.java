package dev.skipstream.bench;

import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import java.util.List;

/**
 * One update of a one-layer Skip RNN as an ONNX model.
 *
 * <pre>
 *   inputs    x (1, I)   h (1, H)   LSTM: c (1, H)
 *   outputs   h_next (1, H)   LSTM: c_next (1, H)   increment (1, 1)
 * </pre>
 *
 * <p>There are two ways to say it. {@link OnnxForm#OPERATOR}: ONNX's own GRU (with linear_before_reset = 0 its candidate
 * is tanh(W·x + R·(r·h) + b), which is ours) and LSTM, for a sequence of one. {@link OnnxForm#PRODUCTS}: Gemm, Sigmoid, Tanh
 * and element-wise nodes, the gates in one product.
 */
final class OnnxCell {
    private final RnnConfig config;
    private final RnnWeights weights;
    private final int inputs;
    private final int units;
    private final OnnxGraph graph = new OnnxGraph();

    private OnnxCell(RnnConfig config, RnnWeights weights) {
        this.config = config;
        this.weights = weights;
        inputs = config.inputs();
        units = config.topUnits();
    }

    static byte[] model(RnnConfig config, RnnWeights weights, OnnxForm form) {
        return new OnnxCell(config, weights).write(form);
    }

    private byte[] write(OnnxForm form) {
        boolean lstm = config.cell().isLstm();
        graph.input("x", 1, inputs).input("h", 1, units);
        if (lstm) {
            graph.input("c", 1, units);
        }
        graph.output("h_next", 1, units);
        if (lstm) {
            graph.output("c_next", 1, units);
        }
        graph.output("increment", 1, 1);
        if (form == OnnxForm.OPERATOR) {
            operator(lstm);
        } else if (lstm) {
            lstmProducts();
        } else {
            gruProducts();
        }
        graph.constant("gate_weight", weights.data("update.weight"), 1, units)
                .constant("gate_bias", weights.data("update.bias"), 1)
                .node(
                        "Gemm",
                        List.of(lstm ? "c_next" : "h_next", "gate_weight", "gate_bias"),
                        List.of("logit"),
                        "transB",
                        1)
                .node("Sigmoid", List.of("logit"), List.of("increment"));
        return graph.toBytes();
    }

    /** ONNX orders an LSTM's gates i o f c and a GRU's z r h; ours are i f g o and r z n. */
    private void operator(boolean lstm) {
        int[] order = lstm ? new int[] {0, 3, 1, 2} : new int[] {1, 0, 2};
        int rows = order.length * units;
        float[] bias = new float[2 * rows]; // of the input's product and of the state's
        System.arraycopy(gates("rnn.bias_l0", 1, order), 0, bias, 0, rows);
        graph.constant("W", gates("rnn.weight_ih_l0", inputs, order), 1, rows, inputs)
                .constant("R", gates("rnn.weight_hh_l0", units, order), 1, rows, units)
                .constant("B", bias, 1, 2L * rows)
                .integers("first", 0)
                .node("Unsqueeze", List.of("x", "first"), List.of("x3"))
                .node("Unsqueeze", List.of("h", "first"), List.of("h3"));
        if (lstm) {
            graph.node("Unsqueeze", List.of("c", "first"), List.of("c3"))
                    .node(
                            "LSTM",
                            List.of("x3", "W", "R", "B", "", "h3", "c3"),
                            List.of("", "h3_next", "c3_next"),
                            "hidden_size",
                            units)
                    .node("Squeeze", List.of("c3_next", "first"), List.of("c_next"));
        } else {
            graph.node(
                    "GRU",
                    List.of("x3", "W", "R", "B", "", "h3"),
                    List.of("", "h3_next"),
                    "hidden_size",
                    units); // linear_before_reset is 0 unless said
        }
        graph.node("Squeeze", List.of("h3_next", "first"), List.of("h_next"));
    }

    private void gruProducts() {
        affine("rz", 0, 2);
        affine("n", 2, 3);
        graph.node("Concat", List.of("x", "h"), List.of("xh"), "axis", 1)
                .node("Gemm", List.of("xh", "rz_weight", "rz_bias"), List.of("rz_sum"))
                .node("Sigmoid", List.of("rz_sum"), List.of("rz"))
                .node("Split", List.of("rz"), List.of("r", "z"), "axis", 1)
                .node("Mul", List.of("r", "h"), List.of("rh"))
                .node("Concat", List.of("x", "rh"), List.of("xrh"), "axis", 1)
                .node("Gemm", List.of("xrh", "n_weight", "n_bias"), List.of("n_sum"))
                .node("Tanh", List.of("n_sum"), List.of("n"))
                .node("Sub", List.of("h", "n"), List.of("from_n"))
                .node("Mul", List.of("z", "from_n"), List.of("z_part"))
                .node("Add", List.of("n", "z_part"), List.of("h_next"));
    }

    private void lstmProducts() {
        affine("ifgo", 0, 4);
        graph.node("Concat", List.of("x", "h"), List.of("xh"), "axis", 1)
                .node("Gemm", List.of("xh", "ifgo_weight", "ifgo_bias"), List.of("sums"))
                .node("Split", List.of("sums"), List.of("i_sum", "f_sum", "g_sum", "o_sum"), "axis", 1)
                .node("Sigmoid", List.of("i_sum"), List.of("i"))
                .node("Sigmoid", List.of("f_sum"), List.of("f"))
                .node("Tanh", List.of("g_sum"), List.of("g"))
                .node("Sigmoid", List.of("o_sum"), List.of("o"))
                .node("Mul", List.of("f", "c"), List.of("kept"))
                .node("Mul", List.of("i", "g"), List.of("added"))
                .node("Add", List.of("kept", "added"), List.of("c_next"))
                .node("Tanh", List.of("c_next"), List.of("c_tanh"))
                .node("Mul", List.of("o", "c_tanh"), List.of("h_next"));
    }

    /** Constants of [W_ih W_hh]ᵀ (I + H, gates·H) and the bias for gates from … to − 1. */
    private void affine(String name, int from, int to) {
        int columns = (to - from) * units;
        float[] matrix = new float[(inputs + units) * columns];
        float[] bias = new float[columns];
        for (int column = 0; column < columns; column++) {
            int row = from * units + column;
            bias[column] = weights.data("rnn.bias_l0")[row];
            for (int k = 0; k < inputs; k++) {
                matrix[k * columns + column] = weights.data("rnn.weight_ih_l0")[row * inputs + k];
            }
            for (int k = 0; k < units; k++) {
                matrix[(inputs + k) * columns + column] = weights.data("rnn.weight_hh_l0")[row * units + k];
            }
        }
        graph.constant(name + "_weight", matrix, inputs + units, columns).constant(name + "_bias", bias, columns);
    }

    /** A tensor's blocks of H rows in another order of gates. */
    private float[] gates(String tensor, int columns, int[] order) {
        float[] from = weights.data(tensor);
        float[] to = new float[from.length];
        int block = units * columns;
        for (int gate = 0; gate < order.length; gate++) {
            System.arraycopy(from, order[gate] * block, to, gate * block, block);
        }
        return to;
    }
}
