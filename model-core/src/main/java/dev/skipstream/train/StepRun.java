package dev.skipstream.train;

import dev.skipstream.rnn.RnnState;
import dev.skipstream.rnn.SkipRnn;
import dev.skipstream.rnn.UpdateGate;

/** Runs a sequence sample by sample, telling after each whether it was used; the state is then the one after it. */
public final class StepRun {
    private StepRun() {}

    /** Is told of every sample. */
    @FunctionalInterface
    public interface Observer {
        /** @param update whether the sample was used, and so changed the state */
        void after(int step, boolean update);
    }

    /**
     * Runs a whole sequence from the initial state.
     *
     * @param samples (length, channels)
     * @param used which samples are; null: the network decides
     * @return samples used
     */
    public static int of(SkipRnn rnn, RnnState state, float[] samples, int length, boolean[] used, Observer observer) {
        rnn.reset(state);
        int updates = 0;
        int last = 0;
        float increment = 0;
        for (int t = 0; t < length; t++) {
            boolean update =
                    used != null ? used[t] : t == 0 || UpdateGate.updates(UpdateGate.probability(t - last, increment));
            if (update) {
                increment = rnn.step(samples, t * rnn.config().channels(), state);
                last = t;
                updates++;
            }
            observer.after(t, update);
        }
        return updates;
    }
}
