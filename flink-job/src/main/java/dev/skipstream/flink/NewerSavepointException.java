package dev.skipstream.flink;

import java.io.IOException;
import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/** A savepoint that only a later version can read. The job ends with it: to restart would change nothing. */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
final class NewerSavepointException extends IOException {
    private static final long serialVersionUID = 1L;

    NewerSavepointException(String message) {
        super(message);
    }
}
