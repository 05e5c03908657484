package dev.skipstream.train;

import dev.skipstream.rnn.RnnWeights;

/** Plain gradient descent, w ← w − rate·g: with rate 1 the change of the weights is the gradient itself. */
public final class Sgd implements Optimizer {
    @Override
    public void step(RnnWeights weights, RnnWeights gradients, double rate) {
        float r = (float) rate;
        weights.tensors().forEach((name, tensor) -> {
            if (Optimizer.trains(name)) {
                descend(tensor.data, gradients.data(name), r);
            }
        });
    }

    private static void descend(float[] w, float[] g, float rate) {
        for (int i = 0; i < w.length; i++) {
            w[i] -= rate * g[i];
        }
    }

    @Override
    public Sgd copy() {
        return this;
    }
}
