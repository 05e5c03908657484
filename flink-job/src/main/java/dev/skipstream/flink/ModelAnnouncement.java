package dev.skipstream.flink;

import dev.skipstream.format.ModelFile;
import dev.skipstream.format.ModelFormatException;
import dev.skipstream.stream.Announcement;
import dev.skipstream.stream.Place;
import dev.skipstream.stream.ServedModel;
import java.io.Serializable;

/**
 * A model of the models topic that the job can serve, on its way to every subtask.
 *
 * @param key {@code name@version}
 * @param file the whole model file
 * @param effectiveFrom epoch ms; {@link Announcement#AT_ONCE} without the header
 * @param timestamp of the record, epoch ms
 * @param partition of the record
 * @param offset of the record
 */
public record ModelAnnouncement(String key, byte[] file, long effectiveFrom, long timestamp, int partition, long offset)
        implements Serializable {

    Place place() {
        return new Place(timestamp, partition, offset);
    }

    ModelFile parse() {
        try {
            return ModelFile.parse(file, key);
        } catch (ModelFormatException e) {
            throw new IllegalStateException("an announced model must have been read before, found " + key, e);
        }
    }

    Announcement of(ServedModel model) {
        return new Announcement(model, effectiveFrom, place());
    }
}
