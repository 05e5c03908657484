package dev.skipstream.flink;

import dev.skipstream.format.ModelFile;
import dev.skipstream.format.ModelFormatException;
import java.io.Serializable;
import java.util.List;

/**
 * The models that a job begins with, read by main and carried in it.
 *
 * @param own the job's own model, which serves until the models topic gives another; null: the topic's alone
 * @param announced what the models topic held, in the order of its records
 * @param kept most models that stay
 * @param swaps whether more may be announced while the job runs
 * @param ahead what the topic holds when a subtask starts, or starts again
 */
record StartingModels(ModelSource own, List<ModelAnnouncement> announced, int kept, boolean swaps, ModelsAhead ahead)
        implements Serializable {

    /** One model for the job's life; those that a savepoint brings stay all. */
    static StartingModels only(ModelSource own) {
        return new StartingModels(own, List.of(), Integer.MAX_VALUE, false, ModelsAhead.NONE);
    }

    /**
     * The model that says what samples look like and how long sequences are.
     *
     * @throws ModelFormatException if the job's own model is none
     */
    ModelFile first() throws ModelFormatException {
        return own != null ? own.parse() : announced.get(0).parse();
    }

    /** Name of that model, for messages. */
    String origin() {
        return own != null ? own.origin() : announced.get(0).key();
    }
}
