package dev.skipstream.rnn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * Every tensor of a network by its name in the model file, as EJML matrices: the form that is trained, read and
 * written. A vector [n] is a matrix (1, n). Mutable, and so not thread-safe; {@link SkipRnn} copies what it needs.
 */
public final class RnnWeights {
    private final Map<String, FMatrixRMaj> tensors = new LinkedHashMap<>();

    /** All tensors of this configuration, filled with zeros. */
    public RnnWeights(RnnConfig config) {
        config.shapes()
                .forEach((name, shape) -> tensors.put(
                        name, shape.length == 1 ? new FMatrixRMaj(1, shape[0]) : new FMatrixRMaj(shape[0], shape[1])));
    }

    private RnnWeights(RnnWeights other) {
        other.tensors.forEach((name, tensor) -> tensors.put(name, tensor.copy()));
    }

    /** An independent copy. */
    public RnnWeights copy() {
        return new RnnWeights(this);
    }

    /**
     * The tensor of this name, live: writing to it changes these weights.
     *
     * @throws IllegalArgumentException if the network has no such tensor
     */
    public FMatrixRMaj get(String name) {
        FMatrixRMaj tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("tensor must be one of " + tensors.keySet() + ", found " + name);
        }
        return tensor;
    }

    /** The numbers of this tensor, row-major and live. */
    public float[] data(String name) {
        return get(name).data;
    }

    /** All tensors in the configuration's order, live. */
    public Map<String, FMatrixRMaj> tensors() {
        return tensors;
    }

    /**
     * Replaces a tensor's numbers.
     *
     * @throws IllegalArgumentException if the network has no such tensor or it has another size
     */
    public void set(String name, float[] values) {
        float[] data = data(name);
        if (values.length != data.length) {
            throw new IllegalArgumentException(name + " must hold " + data.length + " numbers, found " + values.length);
        }
        System.arraycopy(values, 0, data, 0, data.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RnnWeights that
                && tensors.keySet().equals(that.tensors.keySet())
                && tensors.entrySet().stream().allMatch(e -> Arrays.equals(e.getValue().data, that.data(e.getKey())));
    }

    @Override
    public int hashCode() {
        return tensors.keySet().hashCode();
    }
}
