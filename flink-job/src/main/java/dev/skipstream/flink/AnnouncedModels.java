package dev.skipstream.flink;

import dev.skipstream.format.ModelFile;
import dev.skipstream.format.ModelFormatException;
import dev.skipstream.stream.Announcement;
import dev.skipstream.stream.ModelSchedule;
import dev.skipstream.stream.Place;
import dev.skipstream.stream.ServedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * What the models topic holds before the job begins. Main reads all of it and carries the models in the job, so they
 * are in place before the first sample; where there is none that the job can serve, it waits for one.
 */
final class AnnouncedModels {
    private final String topic;
    private final KafkaSettings kafka;
    private final Consumer<String> notes;
    private final List<ModelAnnouncement> models = new ArrayList<>();
    private AnnouncementDecoder decoder;

    /**
     * @param name of the models to serve; null: that of the first one
     * @param shape of the samples; null: that of the first one
     * @param notes takes what a person should know meanwhile
     */
    AnnouncedModels(String topic, KafkaSettings kafka, String name, SampleShape shape, Consumer<String> notes) {
        this.topic = topic;
        this.kafka = kafka;
        this.notes = notes;
        decoder = new AnnouncementDecoder(name, shape);
    }

    /**
     * Reads the topic to its present end.
     *
     * @param own the job's own model; null: wait until the topic has one
     * @param kept most models that stay
     * @throws IllegalStateException if Kafka does not answer
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    StartingModels read(ModelSource own, int kept) throws InterruptedException, ModelFormatException {
        try (ModelsTopicReader reader = new ModelsTopicReader(topic, kafka)) {
            take(reader.toEnd());
            if (own == null && models.isEmpty()) {
                notes.accept("waiting for a first model" + (decoder.name() == null ? "" : " named " + decoder.name())
                        + " in " + reader);
                while (models.isEmpty()) {
                    take(reader.next());
                }
            }
        } catch (InterruptException e) {
            throw new InterruptedException("interrupted while topic " + topic + " was read");
        } catch (KafkaException e) {
            throw ModelsTopicReader.failed(topic, kafka, e);
        }
        return new StartingModels(own, kept(own, kept), kept, true, new TopicAhead(topic, kafka, decoder));
    }

    /** Models of the job, by which the running job judges too; its name and shape are known after {@link #read}. */
    AnnouncementDecoder decoder() {
        return decoder;
    }

    private void take(List<ModelRecord> records) {
        for (ModelRecord record : records) {
            try {
                ModelAnnouncement model = decoder.decode(record);
                if (model != null) {
                    take(model);
                }
            } catch (MalformedRecordException e) {
                notes.accept("model at " + topic + "-" + record.record().partition() + " offset "
                        + record.record().offset() + " is refused: " + e.getMessage());
            }
        }
    }

    private void take(ModelAnnouncement model) {
        ModelFile file = model.parse();
        if (decoder.name() == null || decoder.shape() == null) { // the first one decides for all that follow
            decoder = new AnnouncementDecoder(
                    decoder.name() == null ? file.name() : decoder.name(),
                    decoder.shape() == null ? SampleShape.of(file.config()) : decoder.shape());
        }
        models.add(model);
    }

    /** Those that the running job would still have, had it read them all. */
    private List<ModelAnnouncement> kept(ModelSource own, int kept) throws ModelFormatException {
        ModelSchedule schedule = new ModelSchedule(kept);
        if (own != null) {
            schedule.announce(new Announcement(ServedModel.of(own.parse()), Announcement.AT_ONCE, Place.BEFORE_ALL));
        }
        for (ModelAnnouncement model : models) {
            schedule.announce(model.of(ServedModel.of(model.parse())));
            schedule.surplus().forEach(schedule::drop);
        }
        List<Place> places =
                schedule.announcements().stream().map(Announcement::place).toList();
        List<ModelAnnouncement> left =
                models.stream().filter(model -> places.contains(model.place())).toList();
        notes.accept(described(schedule, left));
        return left;
    }

    private String described(ModelSchedule schedule, List<ModelAnnouncement> left) {
        StringBuilder text = new StringBuilder("topic " + topic + " holds " + models.size() + " announcements of "
                + decoder.name() + ", " + left.size() + " count:");
        for (Announcement announcement : schedule.announcements()) {
            text.append(' ').append(announcement.model().stamp());
            if (announcement.effectiveFrom() != Announcement.AT_ONCE) {
                text.append(" from ").append(announcement.effectiveFrom());
            }
            text.append(';');
        }
        return text.substring(0, text.length() - 1);
    }
}
