package dev.skipstream.stream;

import java.util.Comparator;

/**
 * Where an announcement stands among all of a models topic: later ones correct earlier ones. It comes from the record
 * and not from its receipt, so every reader puts the same two in the same order.
 *
 * @param timestamp of the record, epoch ms
 * @param partition of the topic
 * @param offset in the partition
 */
public record Place(long timestamp, int partition, long offset) implements Comparable<Place> {
    /** Of a model that the job was given itself: before everything that is announced. */
    public static final Place BEFORE_ALL = new Place(Long.MIN_VALUE, -1, -1);

    private static final Comparator<Place> ORDER = Comparator.comparingLong(Place::timestamp)
            .thenComparingInt(Place::partition)
            .thenComparingLong(Place::offset);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
