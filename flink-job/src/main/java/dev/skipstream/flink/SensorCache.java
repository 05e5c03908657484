package dev.skipstream.flink;

import dev.skipstream.stream.SensorMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.operators.KeyContext;

/**
 * The sensors of one subtask that sent last, as objects in front of Flink's keyed state. Their changes are written to the
 * state when a sensor has to make place, before a checkpoint, and before anybody walks over the state; then the state is
 * what it would be without a cache.
 *
 * <p>Who makes place is found by a clock: a hand goes round the places, spares each sensor that has been asked for since
 * it last came by, and takes the first that has not. A hit costs one look-up and sets one mark.
 *
 * <pre>
 *           hand ▼
 *   ┌──────┬──────┬──────┬──────┐
 *   │ s7 ● │ s2 ● │ s9   │ s4 ● │      ● asked for: loses its mark and stays
 *   └──────┴──────┴──────┴──────┘      s9 is written, if it has changed, and makes place
 * </pre>
 *
 * <p>A sensor takes about 300 bytes and its hidden state, beside samples that wait and positions of used ones; places are
 * made as they are needed. Belongs to the task's thread.
 */
final class SensorCache {
    private final int most;
    private final KeyedMemory state;
    private final KeyContext keys;
    private final Map<String, CachedSensor> bySensor = new HashMap<>();
    private final List<CachedSensor> places = new ArrayList<>();
    private final Counter hits;
    private final Counter misses;
    private int hand; // index of the place that it looks at next

    /**
     * @param most sensors, at least 1
     * @param state of the current key
     * @param keys tells and switches the current key
     * @param metrics show {@code cachedSensors}, {@code cacheHits}, {@code cacheMisses}
     */
    SensorCache(int most, KeyedMemory state, KeyContext keys, MetricGroup metrics) {
        this.most = most;
        this.state = state;
        this.keys = keys;
        hits = metrics.counter("cacheHits");
        misses = metrics.counter("cacheMisses");
        metrics.gauge("cachedSensors", (Gauge<Integer>) places::size);
    }

    /**
     * The memory of the sensor whose record has come and whose key is the current one; good until the next call. A hit
     * touches no state. A miss reads the cursor, and writes a sensor that makes place if it has changed.
     */
    SensorMemory of(String sensor) {
        CachedSensor known = bySensor.get(sensor);
        if (known != null) {
            hits.inc();
            known.touch();
            return known;
        }
        misses.inc();
        CachedSensor place = places.size() < most ? newPlace() : vacated(sensor);
        place.turnTo(sensor);
        bySensor.put(sensor, place);
        return place;
    }

    /**
     * The memory of the sensor whose timer has fired and whose key is the current one: that of the state where it is not
     * cached, since a timer is no sign of more records to come.
     */
    SensorMemory ofTimer(String sensor) {
        CachedSensor known = bySensor.get(sensor);
        return known != null ? known : state;
    }

    private CachedSensor newPlace() {
        CachedSensor place = new CachedSensor(state);
        places.add(place);
        return place;
    }

    /** A place that its sensor has left, to this one, whose key is the current one. */
    private CachedSensor vacated(String next) {
        CachedSensor place = places.get(hand);
        while (place.takeRecent()) {
            place = places.get(advance());
        }
        advance();
        if (place.isChanged()) {
            keys.setCurrentKey(place.sensor());
            place.write();
            keys.setCurrentKey(next);
        }
        bySensor.remove(place.sensor());
        return place;
    }

    private int advance() {
        hand = hand + 1 == places.size() ? 0 : hand + 1;
        return hand;
    }

    /**
     * Writes what has changed, each sensor under its own key; all stay cached, and the current key is as before. Costs as
     * many state accesses as there are changes.
     */
    void write() {
        Object current = keys.getCurrentKey();
        for (CachedSensor place : places) {
            if (place.isChanged()) {
                keys.setCurrentKey(place.sensor());
                place.write();
            }
        }
        if (current != null) { // before the first record there is none, and none can be set
            keys.setCurrentKey(current);
        }
    }

    /** Writes what has changed and forgets all sensors: others may change the state now. */
    void clear() {
        write();
        bySensor.clear();
        places.clear();
        hand = 0;
    }
}
