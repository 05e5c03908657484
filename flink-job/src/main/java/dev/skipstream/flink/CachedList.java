package dev.skipstream.flink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.flink.api.common.state.ListState;

/**
 * A sensor's list in the cache, before it is written to Flink's state. What the state held when the sensor was cached is
 * not read until somebody asks for the whole list, so a list that only grows is never read, as without the cache; one
 * that begins and ends between two writes costs no state access at all but that reading.
 *
 * <pre>
 *   unread:   ┆ beginning, in the state ┆ items …        nothing of the items is in the state
 *   else:     items: │ written │ …                       the whole list
 * </pre>
 *
 * <p>The elements themselves must not change. Belongs to one thread; touches the current key's state.
 */
final class CachedList<T> {
    private final Supplier<ListState<T>> state;
    private final List<T> items = new ArrayList<>();
    private boolean unread = true; // the state holds a beginning of the list, perhaps an empty one
    private int written; // so many of the items are in the state
    private boolean stale; // what the state holds is to be replaced

    /** A list of which the state may hold a beginning. */
    CachedList(Supplier<ListState<T>> state) {
        this.state = state;
    }

    void add(T item) {
        items.add(item);
    }

    /** All of it, in order; the caller's own. Reads the state at most once after a sensor has been cached. */
    List<T> all() throws Exception {
        if (unread) {
            List<T> added = List.copyOf(items);
            items.clear();
            state.get().get().forEach(items::add);
            written = items.size();
            items.addAll(added);
            unread = false;
        }
        return new ArrayList<>(items);
    }

    /** Replaces all of it, without reading it. */
    void replace(List<T> all) {
        stale |= unread || written > 0;
        unread = false;
        written = 0;
        items.clear();
        items.addAll(all);
    }

    boolean isChanged() {
        return stale || written < items.size();
    }

    /** Writes what has changed: item by item as it was added, so that the state is what it is without a cache. */
    void write() throws Exception {
        if (stale) {
            state.get().update(items);
        } else {
            for (T item : items.subList(written, items.size())) {
                state.get().add(item);
            }
        }
        stale = false;
        if (unread) {
            items.clear(); // part of the unread beginning now
        }
        written = items.size();
    }
}
