package dev.skipstream.flink;

import dev.skipstream.format.ModelFile;
import dev.skipstream.format.ModelFormatException;
import dev.skipstream.stream.Announcement;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads records of the models topic: which are for this job, and which of those it can serve. Main and the running job
 * judge by this same class. Stateless; costs a read of the whole model file.
 *
 * @param name of the models that the job serves; null: any
 * @param shape of the job's samples; null: any
 */
record AnnouncementDecoder(String name, SampleShape shape) implements Serializable {
    private static final char SEPARATOR = '@';

    /**
     * Reads one record.
     *
     * @return null for a model of another name, which is none of this job's business
     * @throws MalformedRecordException naming what was expected and what was found
     */
    ModelAnnouncement decode(ModelRecord announced) throws MalformedRecordException {
        KafkaRecord record = announced.record();
        String key = key(record.key());
        if (name != null && !key.startsWith(name + SEPARATOR)) {
            return null;
        }
        if (record.value() == null) {
            throw MalformedRecordException.expected(
                    "value of " + key, "a model file (a model is not withdrawn but replaced)", "none");
        }
        ModelFile model;
        try {
            model = ModelFile.parse(record.value(), key);
        } catch (ModelFormatException e) {
            throw new MalformedRecordException(e.getMessage());
        }
        if (!key.equals(model.stamp())) {
            throw MalformedRecordException.expected("key", "the file's name@version " + model.stamp(), key);
        }
        if (name != null && !name.equals(model.name())) {
            return null; // such as a@b@1 where the job serves a: its key begins as ours do
        }
        checkShape(key, SampleShape.of(model.config()));
        return new ModelAnnouncement(
                key,
                record.value(),
                effectiveFrom(announced.effectiveFrom()),
                record.timestamp(),
                record.partition(),
                record.offset());
    }

    private static String key(byte[] key) throws MalformedRecordException {
        if (key == null) {
            throw MalformedRecordException.expected("key", "name@version", "none");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
        } catch (CharacterCodingException e) {
            throw MalformedRecordException.expected("key", "name@version in UTF-8", "bytes that are not");
        }
    }

    private void checkShape(String key, SampleShape found) throws MalformedRecordException {
        if (shape == null) {
            return;
        }
        if (found.channels() != shape.channels()) {
            throw MalformedRecordException.expected(
                    "channels of " + key, shape.channels() + ", as the job's samples have", found.channels());
        }
        if (found.vocabulary() != shape.vocabulary()) {
            throw MalformedRecordException.expected(
                    "vocabulary of " + key, shape.vocabulary() + ", as the job's samples have", found.vocabulary());
        }
    }

    private static long effectiveFrom(byte[] header) throws MalformedRecordException {
        if (header == null) {
            return Announcement.AT_ONCE;
        }
        String text = new String(header, StandardCharsets.UTF_8);
        try {
            long time = Long.parseLong(text.strip());
            if (time > Announcement.AT_ONCE) {
                return time;
            }
        } catch (NumberFormatException e) {
            // falls through to the one message
        }
        throw MalformedRecordException.expected(
                "header effective-from", "epoch ms as a whole number", "'" + text + "'");
    }
}
