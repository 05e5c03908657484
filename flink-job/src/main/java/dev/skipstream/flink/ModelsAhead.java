package dev.skipstream.flink;

import java.io.Serializable;
import java.util.List;

/**
 * What a subtask can know of the models topic before its first sample. After a crash the sensors' backlog comes in at
 * once; a model announced meanwhile must be there before samples of its time are, whichever topic is read faster.
 */
interface ModelsAhead extends Serializable {
    /** For a job without a models topic. */
    ModelsAhead NONE = List::of;

    /**
     * Reads all that the topic holds now.
     *
     * @throws IllegalStateException if Kafka does not answer
     */
    List<ModelAnnouncement> read();
}
