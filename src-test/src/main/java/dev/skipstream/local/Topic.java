package dev.skipstream.local;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A topic to be made, written {@code name} or {@code name:partitions}.
 *
 * @param name 1 to 249 of the characters {@code a-z A-Z 0-9 . _ -}
 * @param partitions at least 1
 */
public record Topic(String name, int partitions) {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    /** @throws IllegalArgumentException if Kafka would refuse the topic */
    public Topic {
        if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException(
                    "topic name must be 1 to 249 of a-z A-Z 0-9 . _ - and not '.' or '..', found '" + name + "'");
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions of topic " + name + " must be >= 1, found " + partitions);
        }
    }

    /**
     * Reads {@code sensors,classifications:4}; empty text is an empty list.
     *
     * @throws IllegalArgumentException if one is no topic, or two have the same name
     */
    public static List<Topic> parseList(String text) {
        List<Topic> topics = new ArrayList<>();
        if (text.isBlank()) {
            return topics;
        }
        Set<String> names = new HashSet<>();
        for (String part : text.split(",", -1)) {
            Topic topic = parse(part.strip());
            if (!names.add(topic.name())) {
                throw new IllegalArgumentException(
                        "topics must differ from each other, found " + topic.name() + " twice");
            }
            topics.add(topic);
        }
        return topics;
    }

    private static Topic parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new Topic(text, 1);
        }
        String count = text.substring(colon + 1);
        try {
            return new Topic(text.substring(0, colon), Integer.parseInt(count));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "topic must be NAME or NAME:PARTITIONS with a whole number, found '" + text + "'", e);
        }
    }

    /** As it is written: {@code name}, or {@code name:partitions} if there is more than one. */
    @Override
    public String toString() {
        return partitions == 1 ? name : name + ":" + partitions;
    }
}
