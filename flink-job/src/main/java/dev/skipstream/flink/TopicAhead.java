package dev.skipstream.flink;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;

/**
 * Reads the models topic where the job runs. What it cannot serve is left out here: the job's own stream refuses it.
 *
 * @param decoder what the job can serve
 */
record TopicAhead(String topic, KafkaSettings kafka, AnnouncementDecoder decoder) implements ModelsAhead {

    @Override
    public List<ModelAnnouncement> read() {
        List<ModelAnnouncement> models = new ArrayList<>();
        try (ModelsTopicReader reader = new ModelsTopicReader(topic, kafka)) {
            for (ModelRecord record : reader.toEnd()) {
                ModelAnnouncement model = readable(record);
                if (model != null) {
                    models.add(model);
                }
            }
        } catch (KafkaException e) {
            throw ModelsTopicReader.failed(topic, kafka, e);
        }
        return models;
    }

    private ModelAnnouncement readable(ModelRecord record) {
        try {
            return decoder.decode(record);
        } catch (MalformedRecordException e) {
            return null;
        }
    }
}
