package dev.skipstream.bench;

/** How a cell is said in ONNX: see {@link OnnxCell}. */
public enum OnnxForm {
    /** ONNX's own GRU and LSTM. */
    OPERATOR,
    /** Products and element-wise nodes. */
    PRODUCTS
}
