package dev.skipstream.train;

/** Is told how a training goes, on the thread that trains. */
public interface TrainingObserver {
    /** After every iteration. */
    void iterated(TrainingRun.Iteration iteration);

    /** When the number of iterations is known, or known better than before. */
    default void planned(int iterations) {}

    /** After a validation; {@code best} says whether it is the best so far. */
    default void validated(int iteration, Validation validation, boolean best) {}

    /** When something happened that a person would want to know: a phase, a new start. */
    default void noted(String message) {}
}
