package dev.skipstream.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Writes an ONNX model (opset 17, float32). Field numbers are those of onnx.proto3. Tensors are named;
 * a node's outputs are the names that later nodes read.
 */
final class OnnxGraph {
    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;
    private static final int FLOAT = 1; // TensorProto.DataType
    private static final int INT64 = 7;
    private static final int ATTRIBUTE_INT = 2; // AttributeProto.AttributeType

    private final ProtoBytes graph = new ProtoBytes();

    /** A tensor that a caller feeds. */
    OnnxGraph input(String name, long... shape) {
        graph.message(11, value(name, shape));
        return this;
    }

    /** A tensor that a caller gets. */
    OnnxGraph output(String name, long... shape) {
        graph.message(12, value(name, shape));
        return this;
    }

    /** A constant, row-major. */
    OnnxGraph constant(String name, float[] values, long... shape) {
        ProtoBytes tensor = new ProtoBytes();
        for (long size : shape) {
            tensor.number(1, size);
        }
        tensor.number(2, FLOAT).text(8, name).bytes(9, ProtoBytes.littleEndian(values));
        graph.message(5, tensor);
        return this;
    }

    /** A constant of 64-bit integers, such as axes: (n). */
    OnnxGraph integers(String name, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        graph.message(
                5,
                new ProtoBytes()
                        .number(1, values.length)
                        .number(2, INT64)
                        .text(8, name)
                        .bytes(9, bytes.array()));
        return this;
    }

    /** An operator without attributes; an empty input name leaves an optional input out. */
    OnnxGraph node(String operator, List<String> inputs, List<String> outputs) {
        graph.message(1, operator(operator, inputs, outputs));
        return this;
    }

    /** An operator with one integer attribute. */
    OnnxGraph node(String operator, List<String> inputs, List<String> outputs, String attribute, long value) {
        ProtoBytes node = operator(operator, inputs, outputs);
        node.message(5, new ProtoBytes().text(1, attribute).number(3, value).number(20, ATTRIBUTE_INT));
        graph.message(1, node);
        return this;
    }

    /** The file's bytes. */
    byte[] toBytes() {
        graph.text(2, "step");
        ProtoBytes opset = new ProtoBytes().text(1, "").number(2, OPSET);
        return new ProtoBytes()
                .number(1, IR_VERSION)
                .message(7, graph)
                .message(8, opset)
                .toBytes();
    }

    private static ProtoBytes operator(String operator, List<String> inputs, List<String> outputs) {
        ProtoBytes node = new ProtoBytes();
        inputs.forEach(name -> node.text(1, name));
        outputs.forEach(name -> node.text(2, name));
        return node.text(4, operator);
    }

    private static ProtoBytes value(String name, long... shape) {
        ProtoBytes dimensions = new ProtoBytes();
        for (long size : shape) {
            dimensions.message(1, new ProtoBytes().number(1, size));
        }
        ProtoBytes tensor = new ProtoBytes().number(1, FLOAT).message(2, dimensions);
        return new ProtoBytes().text(1, name).message(2, new ProtoBytes().message(1, tensor));
    }
}
