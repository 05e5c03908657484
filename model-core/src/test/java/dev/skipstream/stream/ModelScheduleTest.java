package dev.skipstream.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.RandomNetworks;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.rnn.SkipRnn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ModelScheduleTest {
    private static final ServedModel V1 = model(1);
    private static final ServedModel V2 = model(2);
    private static final ServedModel V3 = model(3);
    private static final ServedModel V4 = model(4);
    private static final ServedModel V5 = model(5);

    private static ServedModel model(int version) {
        SplittableRandom random = new SplittableRandom(version);
        RnnConfig config = RandomNetworks.config(random, CellKind.SKIP_GRU, 10);
        return new ServedModel(
                new SkipRnn(config, RandomNetworks.weights(random, config, 3)), "m@" + version, "hash", version);
    }

    private static Announcement at(long place, ServedModel model, long effectiveFrom) {
        return new Announcement(model, effectiveFrom, new Place(place, 0, place));
    }

    private static Announcement atOnce(long place, ServedModel model) {
        return at(place, model, Announcement.AT_ONCE);
    }

    private static ModelSchedule schedule(int kept, Announcement... announcements) {
        ModelSchedule schedule = new ModelSchedule(kept);
        for (Announcement announcement : announcements) {
            schedule.announce(announcement);
        }
        return schedule;
    }

    @Test
    void shouldChooseTheLatestModelThatIsEffectiveAtTheFirstSample() {
        ModelSchedule schedule = schedule(4, atOnce(0, V1), at(1, V2, 100), at(2, V3, 200));
        assertEquals(V1, schedule.starting(Long.MIN_VALUE));
        assertEquals(V1, schedule.starting(99));
        assertEquals(V2, schedule.starting(100));
        assertEquals(V2, schedule.starting(199));
        assertEquals(V3, schedule.starting(200));
        assertEquals(V3, schedule.current());
        assertEquals(V1, schedule.starting(0), "a sensor that lags is served by its own time");
        assertEquals(V1, schedule.current());
    }

    @Test
    void shouldBeginWithTheEarliestModelBeforeAnyIsEffective() {
        assertEquals(V2, schedule(4, at(0, V1, 200), at(1, V2, 100)).starting(50));
    }

    @Test
    void shouldChooseTheModelAnnouncedLaterOfTwoEffectiveFromTheSameTime() {
        assertEquals(V2, schedule(4, at(1, V1, 100), at(2, V2, 100)).starting(100));
        ModelSchedule schedule = schedule(4, at(2, V2, 100));
        assertFalse(schedule.announce(at(1, V1, 100)), "it was announced earlier");
        assertEquals(V2, schedule.starting(100));
    }

    @Test
    void shouldReplaceAllThatWasAnnouncedBeforeAModelEffectiveAtOnce() {
        ModelSchedule schedule = schedule(4, atOnce(0, V1), at(1, V2, 100), at(2, V3, 200), atOnce(3, V4));
        for (long time : new long[] {0, 100, 200, 300}) {
            assertEquals(V4, schedule.starting(time));
        }
        assertEquals(V2, schedule.running(V2.id()), "for sequences that run");
        assertTrue(schedule.announce(at(4, V5, 250)));
        assertEquals(V4, schedule.starting(249));
        assertEquals(V5, schedule.starting(250));
    }

    @Test
    void shouldServeAVersionAgainThatIsAnnouncedAgain() {
        ModelSchedule schedule = schedule(4, atOnce(0, V1), at(1, V2, 100), at(2, V1, 200));
        assertEquals(V1, schedule.starting(50));
        assertEquals(V2, schedule.starting(150));
        assertEquals(V1, schedule.starting(250));
        assertEquals(2, schedule.models().size());
        schedule.announce(atOnce(3, V1)); // back at once
        assertEquals(V1, schedule.starting(150));
        assertEquals(1, schedule.announcements().size());
    }

    @Test
    void shouldChooseTheSameInWhateverOrderAnnouncementsArrive() {
        ServedModel[] models = {V1, V2, V3, V4, V5};
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            List<Announcement> announcements = new ArrayList<>();
            announcements.add(new Announcement(V1, Announcement.AT_ONCE, Place.BEFORE_ALL));
            for (int place = 0; place < 6; place++) {
                ServedModel model = models[random.nextInt(models.length)];
                announcements.add(
                        random.nextInt(4) == 0 ? atOnce(place, model) : at(place, model, random.nextInt(5) * 10));
            }
            ModelSchedule ordered = schedule(5, announcements.toArray(Announcement[]::new));
            Collections.shuffle(announcements, random);
            ModelSchedule shuffled = schedule(5, announcements.toArray(Announcement[]::new));
            assertEquals(ordered.announcements(), shuffled.announcements());
            for (long time = -5; time < 55; time += 5) {
                assertEquals(
                        plainly(announcements, time), shuffled.starting(time).stamp(), announcements.toString());
            }
        }
    }

    /** The rule as it is told. */
    private static String plainly(List<Announcement> announcements, long time) {
        Announcement atOnce = null;
        for (Announcement one : announcements) {
            boolean later = atOnce == null || one.place().compareTo(atOnce.place()) > 0;
            if (one.effectiveFrom() == Announcement.AT_ONCE && later) {
                atOnce = one;
            }
        }
        Announcement chosen = atOnce;
        for (Announcement one : announcements) {
            boolean counts = one.place().compareTo(atOnce.place()) > 0 && one.effectiveFrom() <= time;
            boolean better = one.effectiveFrom() > chosen.effectiveFrom()
                    || one.effectiveFrom() == chosen.effectiveFrom()
                            && one.place().compareTo(chosen.place()) > 0;
            if (counts && better) {
                chosen = one;
            }
        }
        return chosen.model().stamp();
    }

    @Test
    void shouldGiveUpTheOldestModelsFirst() {
        ModelSchedule schedule = schedule(2, atOnce(0, V1), at(1, V2, 100));
        assertEquals(List.of(), schedule.surplus());
        schedule.announce(at(2, V3, 50));
        assertEquals(List.of(V1), schedule.surplus(), "effective since ever");
        schedule.drop(V1);
        assertEquals(V3, schedule.starting(0));
        schedule.announce(atOnce(3, V4));
        assertEquals(
                List.of(V2), schedule.surplus(), "begins no sequence any more, and came before the other such one");
        schedule.announce(at(4, V5, 500));
        assertEquals(List.of(V2, V3), schedule.surplus());
        assertEquals(V4, schedule.starting(0));
    }

    @Test
    void shouldGiveUpModelsOfACheckpointBeforeThoseThatBeginSequences() {
        ModelSchedule schedule = new ModelSchedule(2);
        schedule.keep(V5);
        schedule.keep(V1);
        schedule.announce(atOnce(0, V1));
        assertEquals(List.of(), schedule.surplus());
        schedule.announce(at(1, V2, 100));
        assertEquals(List.of(V5), schedule.surplus());
        assertEquals(V5, schedule.running(V5.id()), "until it is dropped");
        schedule.drop(V5);
        assertFalse(schedule.holds(V5.id()));
        assertThrows(IllegalStateException.class, () -> schedule.running(V5.id()));
    }

    @Test
    void shouldOrderPlacesByTimestampThenPartitionThenOffset() {
        List<Place> ordered = List.of(
                Place.BEFORE_ALL, new Place(-5, 9, 9), new Place(1, 0, 7), new Place(1, 1, 3), new Place(1, 1, 4));
        List<Place> sorted = new ArrayList<>(ordered);
        Collections.reverse(sorted);
        Collections.sort(sorted);
        assertEquals(ordered, sorted);
    }

    @Test
    void shouldKeepAtLeastOneModel() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> new ModelSchedule(0));
        assertEquals("--models-kept must be >= 1, found 0", refused.getMessage());
        assertThrows(IllegalStateException.class, () -> new ModelSchedule(1).starting(0));
    }
}
