package dev.skipstream.train;

import dev.skipstream.rnn.RnnWeights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adam (D. Kingma, J. Ba, 2015) in TensorFlow's form, which the paper's authors used: ε is added to √v before the
 * correction of the bias, not after it.
 *
 * <pre>
 *   m ← 0.9·m + 0.1·g      v ← 0.999·v + 0.001·g²
 *   w ← w − rate·√(1 − 0.999ᵏ)/(1 − 0.9ᵏ) · m/(√v + 1e-8)        at step k = 1, 2, …
 * </pre>
 */
public final class Adam implements Optimizer {
    private static final float BETA_1 = 0.9f;
    private static final float BETA_2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final Map<String, float[]> means; // m of each tensor
    private final Map<String, float[]> squares; // v
    private double power1 = 1; // 0.9ᵏ
    private double power2 = 1; // 0.999ᵏ

    /**
     * All that Adam remembers: what a checkpoint keeps.
     *
     * @param means m of each trained tensor; empty before the first step
     * @param squares v, likewise
     * @param power1 0.9ᵏ after k steps
     * @param power2 0.999ᵏ
     */
    public record State(Map<String, float[]> means, Map<String, float[]> squares, double power1, double power2) {}

    public Adam() {
        means = new LinkedHashMap<>();
        squares = new LinkedHashMap<>();
    }

    /** Goes on where another one was; the arrays are copied. */
    public Adam(State state) {
        this();
        state.means.forEach((name, m) -> means.put(name, m.clone()));
        state.squares.forEach((name, v) -> squares.put(name, v.clone()));
        power1 = state.power1;
        power2 = state.power2;
    }

    @Override
    public void step(RnnWeights weights, RnnWeights gradients, double rate) {
        power1 *= BETA_1;
        power2 *= BETA_2;
        float corrected = (float) (rate * Math.sqrt(1 - power2) / (1 - power1));
        weights.tensors().forEach((name, tensor) -> {
            if (Optimizer.trains(name)) {
                float[] m = means.computeIfAbsent(name, n -> new float[tensor.data.length]);
                float[] v = squares.computeIfAbsent(name, n -> new float[tensor.data.length]);
                descend(tensor.data, gradients.data(name), m, v, corrected);
            }
        });
    }

    private static void descend(float[] w, float[] g, float[] m, float[] v, float rate) {
        for (int i = 0; i < w.length; i++) {
            m[i] = BETA_1 * m[i] + (1f - BETA_1) * g[i];
            v[i] = BETA_2 * v[i] + (1f - BETA_2) * g[i] * g[i];
            w[i] -= rate * m[i] / ((float) Math.sqrt(v[i]) + EPSILON);
        }
    }

    @Override
    public Adam copy() {
        return new Adam(state());
    }

    /** What it remembers now; the arrays are live. */
    public State state() {
        return new State(Collections.unmodifiableMap(means), Collections.unmodifiableMap(squares), power1, power2);
    }
}
