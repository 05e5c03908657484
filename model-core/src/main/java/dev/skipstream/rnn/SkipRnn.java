package dev.skipstream.rnn;

/**
 * A trained network: a stack of recurrent layers, the update gate and the head. Immutable, thread-safe, and the one
 * place where a sample is turned into a new state, for {@code predict} and for the stream job alike: the same samples
 * give the same bits in both.
 */
public final class SkipRnn {
    private static final StepKernel FASTEST = StepKernel.fastest();

    private final RnnConfig config;
    private final StepKernel kernel;
    private final float[] mean; // (I), empty: no normalisation
    private final float[] std; // (I)
    private final float[] embedding; // (V, I), empty: none
    private final Cell[] layers;
    private final float[] initial; // as RnnState.store lays it out
    private final float[] gateWeight; // (H), empty: a cell without a gate
    private final float gateBias;
    private final float[] headWeight; // (O, H)
    private final float[] headBias; // (O)

    /**
     * Compiles the weights into the form the streaming step reads. The weights are copied.
     *
     * @throws IllegalArgumentException if a tensor of the configuration is missing
     */
    public SkipRnn(RnnConfig config, RnnWeights weights) {
        this(config, weights, FASTEST);
    }

    SkipRnn(RnnConfig config, RnnWeights weights, StepKernel kernel) {
        this.config = config;
        this.kernel = kernel;
        mean = config.normalised() ? weights.data("input.mean").clone() : new float[0];
        std = config.normalised() ? weights.data("input.std").clone() : new float[0];
        embedding = config.vocabulary() > 0 ? weights.data("embedding.weight").clone() : new float[0];
        layers = new Cell[config.layers()];
        RnnState start = new RnnState(config);
        for (int l = 0; l < layers.length; l++) {
            layers[l] = Cell.of(config, weights, l, kernel);
            RnnState.Layer state = start.layers[l];
            System.arraycopy(weights.data("rnn.h0_l" + l), 0, state.h, 0, state.units);
            if (config.cell().isLstm()) {
                System.arraycopy(weights.data("rnn.c0_l" + l), 0, state.c, 0, state.units);
            }
        }
        initial = new float[start.size()];
        start.store(initial);
        gateWeight = config.cell().skips() ? weights.data("update.weight").clone() : new float[0];
        gateBias = config.cell().skips() ? weights.data("update.bias")[0] : 0;
        headWeight = weights.data("head.weight").clone();
        headBias = weights.data("head.bias").clone();
    }

    public RnnConfig config() {
        return config;
    }

    /** What computes a step, for logs and beside times: {@code plain} or {@code vector} and bits. No bit depends on it. */
    public String kernel() {
        return kernel.name();
    }

    /** A new state, at the learned initial state of a sequence. */
    public RnnState newState() {
        RnnState state = new RnnState(config);
        reset(state);
        return state;
    }

    /** Puts the state back to the learned initial state of a sequence. */
    public void reset(RnnState state) {
        state.load(initial);
    }

    /**
     * Uses one sample: replaces the state of every layer by its candidate. Allocates nothing; costs {@link
     * RnnConfig#flopsPerUpdate} flops and one read of all weights.
     *
     * @param samples holds the sample's {@link RnnConfig#channels} numbers from {@code offset} on; with an embedding
     *     the one number is a token id, and one that is no whole number of 0 … V−1 reads the zero vector
     * @return Δũ, from which {@link UpdateGate#samplesToNextUpdate} tells the next sample needed; 1 for a cell without
     *     an update gate
     */
    public float step(float[] samples, int offset, RnnState state) {
        readInput(samples, offset, state.x);
        float[] x = state.x;
        for (int l = 0; l < layers.length; l++) {
            layers[l].step(x, state.layers[l]);
            x = state.layers[l].h;
        }
        if (gateWeight.length == 0) {
            return 1f;
        }
        RnnState.Layer top = state.layers[layers.length - 1];
        return UpdateGate.increment(
                dot(gateWeight, 0, gateWeight.length, config.cell().isLstm() ? top.c : top.h, gateBias));
    }

    /**
     * Runs a whole sequence from the initial state, jumping from needed sample to needed sample.
     *
     * @param samples (length, channels)
     * @param length T; 0 leaves the initial state
     * @return samples used
     */
    public int run(float[] samples, int length, RnnState state) {
        reset(state);
        int used = 0;
        long t = 0;
        while (t < length) {
            float increment = step(samples, (int) t * config.channels(), state);
            used++;
            long next = UpdateGate.samplesToNextUpdate(increment);
            t = next < length ? t + next : length;
        }
        return used;
    }

    /** The head's raw outputs for this state: W·h + b, (O). Costs 2·O·H flops. */
    public void outputs(RnnState state, float[] outputs) {
        int units = config.topUnits();
        for (int o = 0; o < headBias.length; o++) {
            outputs[o] = dot(headWeight, o * units, units, state.top(), headBias[o]);
        }
    }

    /** What the network says in this state. */
    public Classification classify(RnnState state) {
        float[] outputs = new float[config.outputs()];
        outputs(state, outputs);
        return Classification.of(config.head(), outputs);
    }

    private void readInput(float[] samples, int offset, float[] x) {
        if (config.vocabulary() > 0) {
            readToken(samples[offset], x);
        } else {
            System.arraycopy(samples, offset, x, 0, x.length);
        }
        for (int i = 0; i < mean.length; i++) {
            x[i] = (x[i] - mean[i]) / std[i];
        }
    }

    private void readToken(float token, float[] x) {
        int row = (int) token;
        boolean known = row == token && row >= 0 && row < config.vocabulary();
        for (int i = 0; i < x.length; i++) {
            x[i] = known ? embedding[row * x.length + i] : 0;
        }
    }

    /** start + Σ w[from+i]·v[i] for i &lt; n, summed from first to last: these bits are the same everywhere. */
    private static float dot(float[] w, int from, int n, float[] v, float start) {
        float sum = start;
        for (int i = 0; i < n; i++) {
            sum = Math.fma(w[from + i], v[i], sum);
        }
        return sum;
    }
}
