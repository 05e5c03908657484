package dev.skipstream.flink;

import dev.skipstream.format.ModelFile;
import dev.skipstream.format.ModelFormatException;
import java.io.Serializable;

/**
 * A model file on its way to the cluster: its bytes, read by main and carried in the job.
 *
 * @param origin the file's name, for messages
 * @param bytes the whole file
 */
public record ModelSource(String origin, byte[] bytes) implements Serializable {
    /**
     * @throws ModelFormatException naming the file, what was expected and what was found
     */
    public ModelFile parse() throws ModelFormatException {
        return ModelFile.parse(bytes, origin);
    }
}
