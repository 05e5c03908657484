package dev.skipstream.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Supplier;

/**
 * The demo's state as the live page asks for it. It is made when somebody asks, and at most a few times a second however
 * many ask. Thread-safe; whoever asks never holds up the demo.
 */
final class DemoStateJson implements Supplier<byte[]> {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final long FRESH_NS = 200_000_000;

    private final DemoState demo;
    private final UsedSamples model;
    private final boolean drawn;
    private byte[] latest;
    private long madeAt; // System.nanoTime

    /** @param model the job's; where it does not read such signals, none are shown */
    DemoStateJson(DemoState demo, UsedSamples model) {
        this.demo = demo;
        this.model = model;
        this.drawn = model.fits(1, demo.facts().length());
    }

    /** UTF-8. */
    @Override
    public synchronized byte[] get() {
        if (latest == null || System.nanoTime() - madeAt > FRESH_NS) {
            try {
                latest = JSON.writeValueAsBytes(state());
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a tree of JSON nodes cannot be written", e);
            }
            madeAt = System.nanoTime();
        }
        return latest;
    }

    private ObjectNode state() {
        DemoState.Facts facts = demo.facts();
        ObjectNode state = NODES.objectNode()
                .put("phase", demo.phase())
                .put("kafka", demo.kafka())
                .put("model", model.stamp())
                .put("sensors", facts.sensors())
                .put("periodMs", facts.periodMs())
                .put("length", facts.length())
                .put("drawn", drawn);
        state.set("now", sums(demo.now()));
        ArrayNode history = state.putArray("history");
        demo.history().forEach(moment -> history.add(sums(moment)));
        ArrayNode shown = state.putArray("shown");
        if (drawn) {
            demo.signals().sensors().forEach(sensor -> shown.add(sensor(sensor)));
        }
        return state;
    }

    /** [seconds, samples sent, samples answered, samples used, sequences, right ones] */
    private static ArrayNode sums(DemoState.Moment moment) {
        DemoScore.Total total = moment.total();
        return NODES.arrayNode()
                .add(Math.round(total.seconds() * 1000) / 1000.0)
                .add(moment.sent())
                .add(total.samples())
                .add(total.updates())
                .add(total.sequences())
                .add(total.correct());
    }

    private ObjectNode sensor(DemoSignals.Sensor sensor) {
        ObjectNode node = NODES.objectNode()
                .put("name", sensor.name())
                .put("results", sensor.results())
                .put("right", sensor.right());
        ArrayNode sequences = node.putArray("sequences");
        sensor.sequences().forEach(seen -> sequences.add(sequence(seen)));
        return node;
    }

    private ObjectNode sequence(DemoSignals.Seen seen) {
        ObjectNode node = NODES.objectNode()
                .put("sequence", seen.sequence())
                .put("truth", seen.truth())
                .put("label", seen.label())
                .put("probability", Double.isNaN(seen.probability()) ? null : seen.probability())
                .put("updates", seen.updates())
                .put("early", seen.early() < 0 ? null : seen.early())
                .put("right", seen.right());
        ArrayNode values = node.putArray("values");
        for (float value : seen.values()) {
            values.add(Math.round(value * 1000) / 1000.0); // finer than a screen
        }
        ArrayNode used = node.putArray("used");
        for (int position : model.positions(seen.values())) {
            used.add(position);
        }
        return node;
    }
}
