package dev.skipstream.rnn;

/**
 * The one rule that says which samples update the state, for training and serving alike.
 *
 * <p>After an update the gate gives Δũ = σ(w·s~ + b), where s~ is the top layer's new cell state (LSTM) or hidden
 * state (GRU). The n-th sample after it has ũ = min(1, n·Δũ), one float32 product, and updates the state iff ũ ≥ 0.5
 * (eqs. 2, 5, 6; the first sample of a sequence has ũ = 1). So the next update is known at this one:
 *
 * <pre>
 *   update        skipped            update
 *     ●────○────○────○────○────○────●
 *     └── samplesToNextUpdate(Δũ) ──┘  = min{n : n·Δũ ≥ 0.5}
 * </pre>
 *
 * <p>Thread-safe, allocation-free; every method is a few arithmetic operations.
 */
public final class UpdateGate {
    /** Returned by {@link #samplesToNextUpdate} when no later sample is ever needed. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final float THRESHOLD = 0.5f;

    /** Up to here every whole number is a float32. */
    private static final long EXACT_FLOATS = 1L << 24;

    private static final float TWO_63 = 0x1p63f;

    private UpdateGate() {}

    /** Δũ of a gate's pre-activation: the logistic function in double, rounded once; σ(0) = 0.5 exactly. */
    public static float increment(float logit) {
        return (float) (1.0 / (1.0 + StrictMath.exp(-(double) logit)));
    }

    /** ũ of the n-th sample (n ≥ 1) after an update with this Δũ. */
    public static float probability(long n, float increment) {
        return Math.min(1f, n * increment);
    }

    /** Whether a sample with this ũ updates the state; exactly 0.5 does (eq. 6). */
    public static boolean updates(float probability) {
        return probability >= THRESHOLD;
    }

    /**
     * The smallest n ≥ 1 whose sample updates the state, in closed form.
     *
     * @param increment Δũ; 0 or NaN means never
     * @return n, or {@link #NEVER} when it would not fit a long
     */
    public static long samplesToNextUpdate(float increment) {
        if (!(increment > 0)) {
            return NEVER;
        }
        double estimate = Math.ceil(THRESHOLD / (double) increment);
        return estimate < EXACT_FLOATS - 1 ? exactCount((long) estimate, increment) : roundedCount(increment);
    }

    /** n is a float32: the quotient is off by one at most, since the product is rounded once. */
    private static long exactCount(long estimate, float increment) {
        long n = Math.max(1, estimate);
        while (n > 1 && (n - 1) * increment >= THRESHOLD) {
            n--;
        }
        while (n * increment < THRESHOLD) {
            n++;
        }
        return n;
    }

    /** n is rounded to float32 before the product: the smallest float that updates, then the first n rounded to it. */
    private static long roundedCount(float increment) {
        float least = (float) (THRESHOLD / (double) increment);
        while (Math.nextDown(least) * increment >= THRESHOLD) {
            least = Math.nextDown(least);
        }
        while (least * increment < THRESHOLD) {
            least = Math.nextUp(least);
        }
        double border = ((double) Math.nextDown(least) + least) / 2; // exact: 25 bits
        if (border >= TWO_63) {
            return NEVER;
        }
        long n = (long) Math.ceil(border);
        return (float) n == least ? n : n + 1; // a tie went to the even neighbour below
    }

    /**
     * The straight-through gradient of one sequence, sample by sample from the last to the first.
     *
     * <pre>
     *   forward was   ũ = a + min(p, 1 − a)         u = [ũ ≥ 0.5]
     *                 s ← u·s~ + (1 − u)·s          p ← u·Δũ~ + (1 − u)·p          a ← (1 − u)·ũ
     *   so now        du = ∂L/∂u + dp·(Δũ~ − p) − da·ũ      every appearance of u, with ∂u/∂ũ = 1
     *                 dũ = du + (1 − u)·da      dΔũ~ = u·dp      dp ← (1 − u)·dp + dũ      da ← dũ
     * </pre>
     *
     * <p>p is the increment in force and a the probability accumulated before the sample; min never binds but at a
     * sequence's first sample, where the gradient goes to p. Source: paper, sec. 3.1, in the recursion of its
     * authors' implementation, which gates values. Not thread-safe.
     */
    public static final class Gradient {
        private double increment; // ∂L/∂p
        private double accumulated; // ∂L/∂a

        /** After the last sample of a sequence: nothing depends on p and a any more. */
        public void reset() {
            increment = 0;
            accumulated = 0;
        }

        /**
         * Back over a skipped sample.
         *
         * @param update ∂L/∂u through the state and the budget
         * @param candidate Δũ~ that the sample would have given
         * @param inForce p
         * @param probability ũ
         */
        public void skipped(double update, float candidate, float inForce, float probability) {
            double du = update + increment * (candidate - inForce) - accumulated * probability + accumulated;
            increment += du;
            accumulated = du;
        }

        /** Back over a used sample; arguments as before. Returns ∂L/∂ of the logit of its Δũ~. */
        public double used(double update, float candidate, float inForce, float probability) {
            double logit = increment * candidate * (1.0 - candidate);
            double du = update + increment * (candidate - inForce) - accumulated * probability;
            increment = du;
            accumulated = du;
            return logit;
        }
    }
}
