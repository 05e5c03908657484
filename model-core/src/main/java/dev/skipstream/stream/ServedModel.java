package dev.skipstream.stream;

import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.SkipRnn;

/**
 * A model ready to serve. Immutable and thread-safe.
 *
 * @param rnn the network
 * @param stamp {@code name@version}
 * @param sha256 of the model file, 64 hexadecimal digits
 * @param id first 8 bytes of the hash, by which cursors name their model
 */
public record ServedModel(SkipRnn rnn, String stamp, String sha256, long id) {
    /** Compiles a model file. */
    public static ServedModel of(ModelFile file) {
        return new ServedModel(
                new SkipRnn(file.config(), file.weights()),
                file.stamp(),
                file.sha256(),
                Long.parseUnsignedLong(file.sha256().substring(0, 16), 16));
    }
}
