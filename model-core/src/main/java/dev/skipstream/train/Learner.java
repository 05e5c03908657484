package dev.skipstream.train;

import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;

/** Weights that learn: gradient and step of one batch after another. One caller at a time. */
final class Learner implements AutoCloseable {
    final RnnConfig config;
    final RnnWeights weights;
    private final RnnWeights gradients;
    private final Bptt bptt;
    private Optimizer optimizer;

    /** @param batchSize of the greatest batch: more threads than it has shards would stand idle */
    Learner(RnnConfig config, RnnWeights weights, Optimizer optimizer, int threads, int batchSize) {
        this.config = config;
        this.weights = weights;
        this.optimizer = optimizer;
        gradients = new RnnWeights(config);
        bptt = new Bptt(config, Math.min(threads, (batchSize - 1) / Bptt.SHARD_ROWS + 1));
    }

    /** The batch's loss and gradients; {@link #norm} and {@link #step} then speak of these. */
    Bptt.Result gradients(Batch batch, GateLoss gateLoss) {
        return bptt.run(weights, batch, gateLoss, gradients);
    }

    /** Global norm of the latest gradients. */
    double norm() {
        return GradientClip.norm(gradients);
    }

    /** Steps along the latest gradients, scaled down to a norm of at most {@code limit}. */
    void step(double rate, double norm, double limit) {
        GradientClip.toNorm(gradients, norm, limit);
        optimizer.step(weights, gradients, rate);
    }

    /** A copy. */
    Snapshot snapshot() {
        return new Snapshot(weights.copy(), optimizer.copy());
    }

    void restore(Snapshot snapshot) {
        snapshot.weights().tensors().forEach((name, tensor) -> weights.set(name, tensor.data));
        optimizer = snapshot.optimizer().copy();
    }

    @Override
    public void close() {
        bptt.close();
    }
}
