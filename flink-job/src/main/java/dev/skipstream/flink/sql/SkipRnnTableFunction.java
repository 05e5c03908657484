package dev.skipstream.flink.sql;

import dev.skipstream.flink.MalformedRecordException;
import dev.skipstream.stream.SampleCounters;
import dev.skipstream.stream.SequenceClassifier;
import dev.skipstream.stream.SequenceResult;
import java.util.function.Consumer;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.table.api.dataview.ListView;
import org.apache.flink.table.api.dataview.MapView;
import org.apache.flink.table.catalog.DataTypeFactory;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.ProcessTableFunction;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.types.inference.TypeInference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Classifies the sensors of a table:
 *
 * <pre>{@code
 * CREATE FUNCTION SkipRnn AS 'dev.skipstream.flink.sql.SkipRnnTableFunction';
 * SELECT * FROM SkipRnn(input => TABLE sensors PARTITION BY sensor, model => '/models/frequency.safetensors');
 * }</pre>
 *
 * <p>The planner asks for the signature, checks the call and puts what it found into an instance of its own, which goes
 * to the cluster. A skipped sample with a seq reads the cursor and nothing else; only an update reads and writes the hidden
 * state. An instance belongs to one thread.
 */
public final class SkipRnnTableFunction extends ProcessTableFunction<RowData> implements SpecializedFunction {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(SkipRnnTableFunction.class);

    private final SkipRnnCall call; // null: not planned yet

    private transient SampleCounters counters;
    private transient long recordsRead;
    private transient long recordsRejected;
    private transient ViewMemory memory;
    private transient RowTimers timers;
    private transient SequenceClassifier classifier;
    private transient Consumer<SequenceResult> emit;

    /** For catalogs; Flink plans it before it runs. */
    public SkipRnnTableFunction() {
        this(null);
    }

    SkipRnnTableFunction(SkipRnnCall call) {
        this.call = call;
    }

    @Override
    public TypeInference getTypeInference(DataTypeFactory types) {
        return CallInference.signature(call != null);
    }

    /**
     * Reads the call's model files.
     *
     * @throws org.apache.flink.table.api.ValidationException naming the argument, what was expected and what was found
     */
    @Override
    public UserDefinedFunction specialize(SpecializedContext context) {
        return new SkipRnnTableFunction(SkipRnnCall.of(context.getCallContext()));
    }

    @Override
    public void open(FunctionContext context) throws Exception {
        counters = new SampleCounters();
        CallModels models = new CallModels(call.model(), call.earlier());
        memory = new ViewMemory();
        timers = new RowTimers(call.rules().idleTimeoutMs());
        classifier = new SequenceClassifier(call.rules(), models, counters);
        emit = result -> collect(ResultColumns.of(result, call.columns().time()));
        MetricGroup metrics = context.getMetricGroup();
        for (int i = 0; i < SampleCounters.NAMES.size(); i++) {
            int index = i;
            metrics.gauge(SampleCounters.NAMES.get(i), (Gauge<Long>) () -> counters.toArray()[index]);
        }
        metrics.gauge("recordsRead", (Gauge<Long>) () -> recordsRead);
        metrics.gauge("recordsRejected", (Gauge<Long>) () -> recordsRejected);
        metrics.gauge("updateRatio", (Gauge<Double>) counters::updateRatio);
        metrics.gauge("currentModel", (Gauge<String>) () -> models.starting(0).stamp());
    }

    /**
     * Serves one row. Flink calls it; the arguments after the row are those of the call, which planning has understood.
     *
     * @throws IllegalArgumentException for a row that is no sample, unless these are passed over
     */
    public void eval(
            Context context,
            MapView<Byte, byte[]> memoryView,
            ListView<byte[]> waitingView,
            ListView<byte[]> usedView,
            RowData row,
            String model,
            Integer sequenceLength,
            String sequenceGap,
            String emitWhen,
            String maxLateness,
            String restartGap,
            String idleTimeout,
            Boolean includeUsed,
            String earlierModels,
            String invalidRows) {
        recordsRead++;
        RowSamples samples;
        try {
            samples = call.columns().read(row);
        } catch (MalformedRecordException e) {
            reject(row, e);
            return;
        }
        if (call.rules().idleTimeoutMs() > 0) {
            timers.see(context.timeContext(Long.class).time());
        }
        boolean setTimers = classifier.accept(
                memory.over(memoryView, waitingView, usedView),
                samples.seq(),
                samples.time(),
                samples.periodMs(),
                call.columns().channels(),
                samples.values(),
                emit);
        if (setTimers) {
            timers.set(context.timeContext(Long.class));
        }
    }

    /** Closes a sensor's open sequence: at the end of the input, or because the sensor is idle. Flink calls it. */
    public void onTimer(
            OnTimerContext context,
            MapView<Byte, byte[]> memoryView,
            ListView<byte[]> waitingView,
            ListView<byte[]> usedView) {
        memory.over(memoryView, waitingView, usedView);
        TimeContext<Long> time = context.timeContext(Long.class);
        if (RowTimers.isEndOfInput(time.time())) {
            classifier.close(memory, emit);
        } else if (classifier.idle(memory, emit)) {
            timers.setIdleAgain(time.time(), time);
        } else {
            timers.forget(time);
        }
    }

    private void reject(RowData row, MalformedRecordException reason) {
        String message = "row of sensor " + call.columns().sensor(row) + ": " + reason.getMessage();
        if (!call.skipsInvalid()) {
            throw new IllegalArgumentException(message + " (invalid_rows => 'skip' passes over such rows)", reason);
        }
        if (recordsRejected++ == 0) {
            LOG.warn("Passed over a {}; later ones are only counted, by the metric recordsRejected", message);
        }
    }
}
