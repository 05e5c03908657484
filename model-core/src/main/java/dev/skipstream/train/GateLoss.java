package dev.skipstream.train;

/**
 * What moves the update gate: the task's and the budget's loss, through the straight-through estimator; or a teacher, who
 * has it use a sequence's first samples and skip the rest. A teacher's loss is the cross-entropy between Δũ and what it
 * should be, of every update whose Δũ is not yet on the right side of it; the task's loss then trains the cells alone.
 *
 * @param costPerSample λ of the budget loss λ·Σu (paper, sec. 3.3); no effect on cells without an update gate
 * @param clip greatest |∂L/∂(logit of Δũ)| of one sample, times B; 0: no limit
 * @param decideAfter samples to use; 0: no teacher
 * @param sequenceLength T, the samples of a whole sequence, of which batches may hold the beginnings alone
 */
record GateLoss(double costPerSample, double clip, int decideAfter, int sequenceLength) {
    /** Δũ that uses the next sample, well above the ½ at which it would. */
    private static final double OPEN = 0.75;

    /** What Δũ adds up to at most within the rest of the sequence, well below the ½ that would use a sample. */
    private static final double CLOSED = 0.25;

    /** The straight-through estimator's. */
    static GateLoss budget(double costPerSample, double clip) {
        return new GateLoss(costPerSample, clip, 0, 0);
    }

    /** A teacher's. */
    static GateLoss taught(int decideAfter, int sequenceLength) {
        return new GateLoss(0, 0, decideAfter, sequenceLength);
    }

    boolean isTaught() {
        return decideAfter > 0;
    }

    /**
     * The teacher's gradient ∂L/∂(logit of Δũ) of one update, times B.
     *
     * @param step of the update, from 0
     * @param increment Δũ after it
     */
    double taught(int step, float increment) {
        boolean last = step + 1 >= decideAfter;
        double wanted = last ? CLOSED / sequenceLength : OPEN;
        boolean holds = last ? increment <= wanted : increment >= wanted;
        return holds ? 0 : increment - wanted;
    }
}
