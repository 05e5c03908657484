package dev.skipstream.cli;

import dev.skipstream.data.DataSet;
import dev.skipstream.format.ModelFile;

/** Whether a data set is one for a model. */
final class ModelData {
    private ModelData() {}

    /**
     * @param origin what to call the data in the message
     * @throws IllegalArgumentException if the model reads samples of another width
     */
    static void requireChannels(ModelFile model, DataSet set, Object origin) {
        int expected = model.config().channels();
        if (set.channels() != expected) {
            throw new IllegalArgumentException(
                    origin + " must have " + expected + (expected == 1 ? " channel" : " channels") + " for model "
                            + model.stamp() + ", found " + set.channels());
        }
    }
}
