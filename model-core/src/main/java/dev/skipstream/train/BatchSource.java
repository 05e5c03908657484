package dev.skipstream.train;

/** An endless stream of batches. Not thread-safe. */
interface BatchSource {
    /** The next batch; the same object every time, filled anew, so the one before it is gone. */
    Batch next();
}
