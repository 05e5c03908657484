package dev.skipstream.flink;

import dev.skipstream.format.ModelFile;
import dev.skipstream.format.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Golden models as the job gets them. */
final class Golden {
    private Golden() {}

    static ModelSource source(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name + "/model.safetensors")) {
            return new ModelSource(name, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ModelFile model(String name) {
        try {
            return source(name).parse();
        } catch (ModelFormatException e) {
            throw new UncheckedIOException(e);
        }
    }
}
