package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.api.common.state.ListState;
import org.junit.jupiter.api.Test;

/** A list in front of a state, beside a plain one. */
class CachedListTest {
    /** The state in memory, with a note of what is called. */
    private static final class State implements ListState<Integer> {
        private final List<Integer> items = new ArrayList<>();
        private final List<String> calls = new ArrayList<>();

        @Override
        public void update(List<Integer> values) {
            calls.add("update");
            items.clear();
            items.addAll(values);
        }

        @Override
        public void addAll(List<Integer> values) {
            calls.add("addAll");
            items.addAll(values);
        }

        @Override
        public void add(Integer value) {
            calls.add("add");
            items.add(value);
        }

        @Override
        public Iterable<Integer> get() {
            calls.add("get");
            return List.copyOf(items);
        }

        @Override
        public void clear() {
            calls.add("clear");
            items.clear();
        }
    }

    private final State state = new State();
    private final CachedList<Integer> list = new CachedList<>(() -> state);

    @Test
    void shouldNotReadAListThatOnlyGrows() throws Exception {
        state.items.add(1);
        list.add(2);
        list.add(3);
        list.write();
        list.add(4);
        list.write();
        assertEquals(List.of("add", "add", "add"), state.calls);
        assertEquals(List.of(1, 2, 3, 4), state.items);
    }

    @Test
    void shouldReadTheStateOnceAndWriteWhatWasAddedSince() throws Exception {
        state.items.add(1);
        list.add(2);
        assertEquals(List.of(1, 2), list.all());
        assertEquals(List.of(1, 2), list.all());
        list.write();
        assertFalse(list.isChanged());
        assertEquals(List.of("get", "add"), state.calls);
    }

    @Test
    void shouldReplaceAListThatWasNotRead() throws Exception {
        state.items.add(1);
        list.replace(List.of());
        list.write();
        assertEquals(List.of(), state.items);
        assertEquals(List.of("update"), state.calls);
    }

    @Test
    void shouldBeWhatAPlainListIsAfterEveryWrite() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        List<Integer> plain = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    list.add(i);
                    plain.add(i);
                }
                case 2 -> assertEquals(plain, list.all());
                case 3 -> {
                    plain = new ArrayList<>(random.nextBoolean() ? List.of() : List.of(i, -i));
                    list.replace(plain);
                }
                default -> {
                    list.write();
                    assertEquals(plain, state.items);
                    assertFalse(list.isChanged());
                }
            }
        }
    }
}
