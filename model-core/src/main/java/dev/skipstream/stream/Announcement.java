package dev.skipstream.stream;

/**
 * Says that a model is to begin sequences from some time on.
 *
 * @param model to begin with
 * @param effectiveFrom first time of a sequence's first sample that it serves, epoch ms of the sensors; {@link #AT_ONCE}
 *     for every sequence that is still to begin, in place of all that was announced before
 * @param place among all announcements
 */
public record Announcement(ServedModel model, long effectiveFrom, Place place) {
    /** Of a model that names no time. */
    public static final long AT_ONCE = Long.MIN_VALUE;
}
