package dev.skipstream.train;

import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.RnnWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.ejml.data.FMatrixRMaj;

/**
 * Backpropagation through time of a whole batch: the loss and its exact straight-through gradient.
 *
 * <pre>
 *   batch ──▶ shards of 16 rows ──▶ forward, loss, backward ──▶ gradients, added shard by shard in their order
 *                                   (each on some thread)
 * </pre>
 *
 * <p>Shards do not depend on the number of threads, so neither does a bit of the result. One caller at a time; memory
 * is one shard's for each thread and is kept for the next run. A run costs 3 times the flops of the way forward.
 */
final class Bptt implements AutoCloseable {
    /** Rows of a shard: part of what makes results reproducible, hence no option. */
    static final int SHARD_ROWS = 16;

    private final List<List<PackedWeights>> packed = new ArrayList<>(); // per layer: one (LSTM) or two (GRU)
    private final Worker[] workers;
    private final ExecutorService threads; // null: this thread alone

    /**
     * What a run found out.
     *
     * @param loss the whole loss: task and budget; without a teacher's
     * @param taskLoss mean over the batch of the head's loss
     * @param accuracy mean over the batch; NaN for a linear head
     * @param updates samples used, mean over the batch
     */
    record Result(double loss, double taskLoss, double accuracy, double updates) {}

    private static final class Worker {
        private final Shard shard;
        private final ShardBackward backward;

        private Worker(Shard shard) {
            this.shard = shard;
            backward = new ShardBackward(shard);
        }

        private void run(Batch batch, int from, RnnWeights weights, GateLoss gateLoss) {
            shard.forward(batch, from, Math.min(SHARD_ROWS, batch.size - from), weights);
            backward.run(weights, gateLoss);
        }
    }

    /** @param threadCount at least 1 */
    Bptt(RnnConfig config, int threadCount) {
        int g = config.cell().gates();
        for (int l = 0; l < config.layers(); l++) {
            int units = config.units().get(l);
            int inputs = config.inputs(l);
            boolean inputGradient = l > 0 || config.vocabulary() > 0;
            packed.add(
                    config.cell().isLstm()
                            ? List.of(new PackedWeights(l, inputs, units, 0, g * units, inputGradient))
                            : List.of(
                                    new PackedWeights(l, inputs, units, 0, 2 * units, inputGradient),
                                    new PackedWeights(l, inputs, units, 2 * units, units, inputGradient)));
        }
        workers = new Worker[threadCount];
        Arrays.setAll(workers, i -> new Worker(new Shard(config, packed, SHARD_ROWS)));
        threads = threadCount == 1
                ? null
                : Executors.newFixedThreadPool(threadCount - 1, task -> {
                    Thread thread = new Thread(task, "bptt");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * Forward and backward over a batch.
     *
     * @param gateLoss no effect on cells without a gate
     * @param gradients receives ∂loss/∂ of every trained tensor; those of the normalisation are 0
     */
    Result run(RnnWeights weights, Batch batch, GateLoss gateLoss, RnnWeights gradients) {
        packed.forEach(layer -> layer.forEach(w -> w.pack(weights)));
        gradients.tensors().values().forEach(FMatrixRMaj::zero);
        double taskLoss = 0;
        double accuracy = 0;
        double updates = 0;
        int wave = workers.length * SHARD_ROWS;
        for (int first = 0; first < batch.size; first += wave) {
            int count = Math.min(workers.length, (batch.size - first + SHARD_ROWS - 1) / SHARD_ROWS);
            runWave(weights, batch, first, count, gateLoss);
            for (int i = 0; i < count; i++) {
                Shard shard = workers[i].shard;
                taskLoss += shard.loss();
                accuracy += shard.accuracy();
                updates += shard.updates;
                add(shard.gradients, gradients);
            }
        }
        double meanUpdates = updates / batch.size;
        double cost = workers[0].shard.config.cell().skips() ? gateLoss.costPerSample() : 0;
        return new Result(taskLoss + cost * meanUpdates, taskLoss, accuracy, meanUpdates);
    }

    private void runWave(RnnWeights weights, Batch batch, int first, int count, GateLoss gateLoss) {
        List<Future<?>> others = new ArrayList<>(count - 1);
        for (int i = 1; i < count; i++) {
            Worker worker = workers[i];
            int from = first + i * SHARD_ROWS;
            others.add(threads.submit(() -> worker.run(batch, from, weights, gateLoss)));
        }
        workers[0].run(batch, first, weights, gateLoss);
        try {
            for (Future<?> other : others) {
                other.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while training", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void add(RnnWeights part, RnnWeights sum) {
        part.tensors().forEach((name, tensor) -> {
            float[] to = sum.data(name);
            float[] from = tensor.data;
            for (int i = 0; i < to.length; i++) {
                to[i] += from[i];
            }
        });
    }

    @Override
    public void close() {
        if (threads != null) {
            threads.shutdownNow();
        }
    }
}
