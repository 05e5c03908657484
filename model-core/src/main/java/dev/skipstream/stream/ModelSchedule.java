package dev.skipstream.stream;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The models of a stream and which of them begins a sequence: the one with the greatest effective-from that is not after
 * the time of the sequence's first sample, and before them all the earliest. Of two with the same effective-from the one
 * announced later counts; one that is effective at once takes the place of everything announced before it.
 *
 * <pre>
 *   effective-from     at once        E2             E3
 *                      ├── frequency@1 ├── frequency@2 ├── frequency@3 ──▶ time of a sequence's first sample
 * </pre>
 *
 * <p>So the choice depends on the announcements and the sample alone, not on when or in which order they arrived. Models
 * that begin no sequence any more stay for those that run, until there are too many. Belongs to one thread, but for {@link
 * #current}; choosing costs a walk over the announcements.
 */
public final class ModelSchedule implements ServedModels {
    private final int kept;
    private final Map<Long, ServedModel> models = new LinkedHashMap<>(); // by id, in the order of arrival
    private final List<Announcement> announcements = new ArrayList<>(); // by effective-from, each another one
    private volatile ServedModel current;

    /**
     * @param kept most models that stay
     * @throws IllegalArgumentException if it is none
     */
    public ModelSchedule(int kept) {
        if (kept < 1) {
            throw new IllegalArgumentException("--models-kept must be >= 1, found " + kept);
        }
        this.kept = kept;
    }

    /** Takes a model in that begins no sequence but may have begun some: one of a checkpoint. */
    public void keep(ServedModel model) {
        models.putIfAbsent(model.id(), model);
    }

    /**
     * Takes an announcement in. One that is known already, or that a later one has replaced, changes nothing.
     *
     * @return whether the model will begin sequences by it
     */
    public boolean announce(Announcement news) {
        for (Announcement known : announcements) {
            boolean replaced =
                    known.effectiveFrom() == Announcement.AT_ONCE || known.effectiveFrom() == news.effectiveFrom();
            if (replaced && known.place().compareTo(news.place()) > 0) {
                return false;
            }
        }
        announcements.removeIf(known -> known.effectiveFrom() == news.effectiveFrom()
                || news.effectiveFrom() == Announcement.AT_ONCE && known.place().compareTo(news.place()) < 0);
        ServedModel known = models.putIfAbsent(news.model().id(), news.model());
        announcements.add(known == null ? news : new Announcement(known, news.effectiveFrom(), news.place()));
        announcements.sort(Comparator.comparingLong(Announcement::effectiveFrom));
        return true;
    }

    /**
     * Models beyond those that may stay, the oldest first: those that begin no sequence any more in the order of their
     * arrival, then by effective-from. Their sequences are to be closed before they are dropped.
     */
    public List<ServedModel> surplus() {
        List<ServedModel> oldestFirst = new ArrayList<>(models.values());
        oldestFirst.sort(Comparator.comparingInt(this::rank)); // stable: of equal rank in the order of arrival
        return List.copyOf(oldestFirst.subList(0, Math.max(0, oldestFirst.size() - kept)));
    }

    /** Place of the model's last announcement in the order of effective-from; −1 if it has none. */
    private int rank(ServedModel model) {
        for (int i = announcements.size() - 1; i >= 0; i--) {
            if (announcements.get(i).model().id() == model.id()) {
                return i;
            }
        }
        return -1;
    }

    /** Forgets a model and all that was announced of it. */
    public void drop(ServedModel model) {
        models.remove(model.id());
        announcements.removeIf(announcement -> announcement.model().id() == model.id());
    }

    /** Whether the model is at hand. */
    public boolean holds(long id) {
        return models.containsKey(id);
    }

    /** Every model at hand, in the order of arrival; a view. */
    public Collection<ServedModel> models() {
        return models.values();
    }

    /** What begins sequences from when on, by effective-from; a copy. */
    public List<Announcement> announcements() {
        return List.copyOf(announcements);
    }

    /** What began the last sequence; before the first one null. Thread-safe. */
    public ServedModel current() {
        return current;
    }

    /**
     * @throws IllegalStateException if nothing has been announced
     */
    @Override
    public ServedModel starting(long time) {
        if (announcements.isEmpty()) {
            throw new IllegalStateException("a model must be announced before the first sequence, found none");
        }
        int chosen = 0;
        for (int i = 1; i < announcements.size() && announcements.get(i).effectiveFrom() <= time; i++) {
            chosen = i;
        }
        ServedModel model = announcements.get(chosen).model();
        if (model != current) { // a volatile write only when it changes
            current = model;
        }
        return model;
    }

    @Override
    public ServedModel running(long id) {
        ServedModel model = models.get(id);
        if (model == null) {
            throw new IllegalStateException(
                    "model of an open sequence must be in the checkpoint, found none with id " + Long.toHexString(id));
        }
        return model;
    }
}
