package dev.skipstream.train;

/** A training that came to nothing: the weights or the loss are no numbers any more. */
public final class TrainingFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingFailure(String message) {
        super(message);
    }
}
