package dev.skipstream.flink;

import dev.skipstream.format.ModelFile;
import dev.skipstream.stream.Announcement;
import dev.skipstream.stream.ModelSchedule;
import dev.skipstream.stream.Place;
import dev.skipstream.stream.ServedModel;
import dev.skipstream.stream.ServedModels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of one subtask: those that begin sequences, and those of the checkpoint, so that a restart with another
 * model still ends open sequences with theirs.
 *
 * <pre>
 *   told    what the checkpoint and the broadcast say: the same in every subtask at a checkpoint, so one writes it
 *   known   told, and what this subtask has read ahead in the topic: serves; each writes what it has beyond told
 *
 *   state "models"          the files                                with and without a models topic
 *   state "announcements"   (id, effective-from, timestamp,          only with a models topic
 *                            partition, offset) each
 * </pre>
 */
final class JobModels implements ServedModels {
    private static final Logger LOG = LoggerFactory.getLogger(JobModels.class);

    private final ModelSchedule told;
    private final ModelSchedule known;
    private final Map<Long, byte[]> files = new HashMap<>(); // by id, of both
    private final ListState<byte[]> fileState;
    private final ListState<long[]> announcementState; // null without a models topic
    private final String first; // what begins the earliest sequences

    JobModels(StartingModels starting, FunctionInitializationContext context) throws Exception {
        told = new ModelSchedule(starting.kept());
        known = new ModelSchedule(starting.kept());
        OperatorStateStore states = context.getOperatorStateStore();
        fileState = states.getUnionListState(
                new ListStateDescriptor<>("models", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        announcementState = !starting.swaps()
                ? null
                : states.getUnionListState(new ListStateDescriptor<>(
                        "announcements", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
        for (byte[] file : fileState.get()) {
            ServedModel model = read(ModelFile.parse(file, "model in the checkpoint"), file);
            told.keep(model);
            known.keep(model);
        }
        begin(starting, announcementState != null && restoreAnnouncements());
        readAhead(starting.ahead());
        first = known.announcements().get(0).model().stamp();
    }

    /** Returns whether there were any: then the models topic goes on from the checkpoint too. */
    private boolean restoreAnnouncements() throws Exception {
        boolean any = false;
        for (long[] saved : announcementState.get()) {
            announceToBoth(
                    new Announcement(told.running(saved[0]), saved[1], new Place(saved[2], (int) saved[3], saved[4])));
            any = true;
        }
        return any;
    }

    /** Adds what main brought. What a checkpoint already knows better is left as the checkpoint has it. */
    private void begin(StartingModels starting, boolean resumes) throws Exception {
        boolean ownServes =
                told.announcements().stream().anyMatch(one -> one.place().equals(Place.BEFORE_ALL));
        if (starting.own() != null && (!resumes || ownServes)) {
            ServedModel own = read(starting.own().parse(), starting.own().bytes());
            announceToBoth(new Announcement(own, Announcement.AT_ONCE, Place.BEFORE_ALL));
        }
        if (!resumes) {
            for (ModelAnnouncement announced : starting.announced()) {
                announceToBoth(announced.of(read(announced.parse(), announced.file())));
            }
        }
    }

    private void announceToBoth(Announcement announcement) {
        told.announce(announcement);
        known.announce(announcement);
    }

    /** One that is too old to stay goes at once, if no checkpoint knows of sequences with it. */
    private void readAhead(ModelsAhead ahead) {
        for (ModelAnnouncement announced : ahead.read()) {
            known.announce(announced.of(read(announced.parse(), announced.file())));
            for (ServedModel surplus : known.surplus()) {
                if (!told.holds(surplus.id())) {
                    known.drop(surplus);
                }
            }
        }
        forgetFiles();
    }

    private ServedModel read(ModelFile model, byte[] file) {
        ServedModel served = ServedModel.of(model);
        files.putIfAbsent(served.id(), file);
        return known.holds(served.id()) ? known.running(served.id()) : served; // one for all: it is large
    }

    /**
     * Takes an announcement in that every subtask gets.
     *
     * @return models whose open sequences must be closed before they are {@link #drop dropped}, the oldest first
     */
    List<ServedModel> announce(ModelAnnouncement announcement) {
        ServedModel served = read(announcement.parse(), announcement.file());
        boolean isNew = !known.holds(served.id());
        told.announce(announcement.of(served));
        told.surplus().forEach(told::drop);
        if (known.announce(announcement.of(served))) {
            LOG.info(
                    "model {} ({}) begins sequences {}",
                    served.stamp(),
                    served.sha256(),
                    announcement.effectiveFrom() == Announcement.AT_ONCE
                            ? "at once"
                            : "from " + announcement.effectiveFrom() + " on");
        }
        List<ServedModel> surplus = new ArrayList<>(known.surplus());
        if (isNew && surplus.removeIf(model -> model.id() == served.id())) { // it has not begun any
            LOG.info("model {} is not kept: those that are have later effective-from", served.stamp());
            known.drop(served);
        }
        forgetFiles();
        return surplus;
    }

    void drop(ServedModel model) {
        known.drop(model);
        forgetFiles();
        LOG.info("model {} ({}) is dropped", model.stamp(), model.sha256());
    }

    private void forgetFiles() {
        files.keySet().removeIf(id -> !told.holds(id) && !known.holds(id));
    }

    void snapshot(int subtask) throws Exception {
        List<byte[]> written = new ArrayList<>();
        for (ServedModel model : known.models()) {
            if (!told.holds(model.id())) {
                written.add(files.get(model.id()));
            }
        }
        if (subtask == 0) {
            told.models().forEach(model -> written.add(files.get(model.id())));
        }
        fileState.update(written);
        if (announcementState != null) {
            announcementState.update(announcementsOf(subtask));
        }
    }

    private List<long[]> announcementsOf(int subtask) {
        List<Announcement> all = new ArrayList<>(known.announcements());
        all.removeAll(told.announcements());
        if (subtask == 0) {
            all.addAll(told.announcements());
        }
        return all.stream().map(JobModels::saved).toList();
    }

    private static long[] saved(Announcement announcement) {
        Place place = announcement.place();
        return new long[] {
            announcement.model().id(),
            announcement.effectiveFrom(),
            place.timestamp(),
            place.partition(),
            place.offset()
        };
    }

    /** Name and version of the model that began the last sequence; before the first one, of the earliest. Thread-safe. */
    String current() {
        ServedModel current = known.current();
        return current == null ? first : current.stamp();
    }

    @Override
    public ServedModel starting(long time) {
        return known.starting(time);
    }

    @Override
    public ServedModel running(long id) {
        return known.running(id);
    }
}
