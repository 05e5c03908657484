package dev.skipstream.stream;

/** The models a stream may need: the one that new sequences begin with, and those that open sequences began with. */
public interface ServedModels {
    /** The model of a sequence whose first used sample has this time (epoch ms). */
    ServedModel starting(long time);

    /**
     * The model that an open sequence began with.
     *
     * @throws IllegalStateException if it is not at hand
     */
    ServedModel running(long id);
}
