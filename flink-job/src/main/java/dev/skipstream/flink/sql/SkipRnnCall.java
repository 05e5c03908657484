package dev.skipstream.flink.sql;

import dev.skipstream.flink.ModelSource;
import dev.skipstream.format.ModelFile;
import dev.skipstream.format.ModelFormatException;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.stream.Emission;
import dev.skipstream.stream.SequenceRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.functions.TableSemantics;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.inference.CallContext;
import org.apache.flink.types.ColumnList;

/**
 * What planning found out of one call: arguments that fit together, models that read, columns of the right types. Goes
 * to the cluster with the job, model files included.
 *
 * @param model that sequences begin with
 * @param earlier that open sequences may have begun with
 * @param rules of the sequences
 * @param columns of the table
 * @param skipsInvalid whether a row that is no sample is counted and passed over; else it fails the query
 */
record SkipRnnCall(
        ModelSource model, ModelSource[] earlier, SequenceRules rules, InputColumns columns, boolean skipsInvalid)
        implements Serializable {
    private static final String SHIPPED = "/models/frequency.safetensors";
    private static final String RESTART_GAP = "60s";

    /**
     * Checks a call and reads its model files.
     *
     * @throws ValidationException naming the argument, what was expected and what was found
     */
    static SkipRnnCall of(CallContext call) {
        TableSemantics table = call.getTableSemantics(Argument.INPUT.ordinal())
                .orElseThrow(() -> new ValidationException("input must be a table, found none"));
        if (table.partitionByColumns().length == 0) {
            throw new ValidationException("input must be partitioned by the sensor (PARTITION BY), found no partition");
        }
        ModelSource model = source(Argument.MODEL, Argument.MODEL.literal(call, String.class));
        RnnConfig config = parse(model).config();
        ModelSource[] earlier = earlier(call, config);
        SequenceRules rules = rules(call, model, config);
        int onTime = onTime(call, table);
        if (rules.idleTimeoutMs() > 0 && onTime < 0) {
            throw new ValidationException("idle_timeout must have on_time => DESCRIPTOR(…), found none: only watermarks"
                    + " tell that a sensor is idle");
        }
        double period = config.samplingPeriodMs();
        InputColumns columns = new InputColumns(
                table, onTime, config.channels(), config.vocabulary(), Double.isNaN(period) ? 0 : period);
        return new SkipRnnCall(model, earlier, rules, columns, skipsInvalid(call));
    }

    private static SequenceRules rules(CallContext call, ModelSource model, RnnConfig config) {
        Integer given = Argument.SEQUENCE_LENGTH.literal(call, Integer.class);
        long length = given == null ? config.sequenceLength() : given;
        long gapMs = Argument.SEQUENCE_GAP.millis(call, "0");
        if (given == null && length == 0 && gapMs == 0) {
            throw new ValidationException("sequence_length must be given for a model of any length (0: an endless"
                    + " sequence), found none (" + model.origin() + ")");
        }
        Emission emit = emission(call);
        if (emit == Emission.CHANGE && config.head() == HeadKind.LINEAR) {
            throw new ValidationException(
                    "emit => 'change' must have a model with labels, found a linear head (" + model.origin() + ")");
        }
        try {
            return SequenceRules.of(length, gapMs, emit, Argument.RESTART_GAP.millis(call, RESTART_GAP))
                    .withMaxLateness(Argument.MAX_LATENESS.millis(call, "0"))
                    .withIdleTimeout(Argument.IDLE_TIMEOUT.millis(call, "0"))
                    .withUsed(Boolean.TRUE.equals(Argument.INCLUDE_USED.literal(call, Boolean.class)));
        } catch (IllegalArgumentException e) {
            throw new ValidationException(Argument.inSql(e.getMessage()), e);
        }
    }

    private static Emission emission(CallContext call) {
        String given = Argument.EMIT.literal(call, String.class);
        if (given == null) {
            return null;
        }
        return Arrays.stream(Emission.values())
                .filter(choice -> choice.toString().equals(given))
                .findFirst()
                .orElseThrow(() -> new ValidationException("emit must be one of "
                        + Arrays.stream(Emission.values())
                                .map(Emission::toString)
                                .collect(Collectors.joining(", "))
                        + ", found " + given));
    }

    private static boolean skipsInvalid(CallContext call) {
        String given = Argument.INVALID_ROWS.literal(call, String.class);
        if (given == null || given.equals("fail")) {
            return false;
        }
        if (!given.equals("skip")) {
            throw new ValidationException("invalid_rows must be 'fail' or 'skip', found '" + given + "'");
        }
        return true;
    }

    private static ModelSource[] earlier(CallContext call, RnnConfig config) {
        String given = Argument.EARLIER_MODELS.literal(call, String.class);
        if (given == null || given.isBlank()) {
            return new ModelSource[0];
        }
        ModelSource[] earlier = Arrays.stream(given.split(","))
                .map(file -> source(Argument.EARLIER_MODELS, file.strip()))
                .toArray(ModelSource[]::new);
        for (ModelSource source : earlier) {
            int channels = parse(source).config().channels();
            if (channels != config.channels()) {
                throw new ValidationException("earlier_models must have as many channels as model, " + config.channels()
                        + ", found " + channels + " in " + source.origin());
            }
        }
        return earlier;
    }

    /** Column of on_time; −1 if there is none. While types are inferred it is an argument, later the table knows it. */
    private static int onTime(CallContext call, TableSemantics table) {
        int argument = Argument.values().length;
        if (table.timeColumn() >= 0 || call.getArgumentDataTypes().size() <= argument) {
            return table.timeColumn();
        }
        return call.getArgumentValue(argument, ColumnList.class)
                .map(columns -> DataType.getFieldNames(table.dataType())
                        .indexOf(columns.getNames().get(0)))
                .orElse(-1);
    }

    private static ModelFile parse(ModelSource source) {
        try {
            return source.parse();
        } catch (ModelFormatException e) {
            throw new ValidationException(e.getMessage(), e);
        }
    }

    /** Reads a file of any file system that Flink knows. */
    private static ModelSource source(Argument argument, String file) {
        if (file == null) {
            try (InputStream in = SkipRnnCall.class.getResourceAsStream(SHIPPED)) {
                return new ModelSource("shipped model frequency.safetensors", in.readAllBytes());
            } catch (IOException e) {
                throw new ValidationException("the shipped model must be readable, found " + e, e);
            }
        }
        if (file.isBlank()) {
            throw new ValidationException(argument.sqlName() + " must be a readable file, found an empty name");
        }
        Path path = new Path(file);
        try (InputStream in = path.getFileSystem().open(path)) {
            return new ModelSource(file, in.readAllBytes());
        } catch (IOException e) {
            throw new ValidationException(
                    argument.sqlName() + " must be a readable file, found " + file + " (" + e + ")", e);
        }
    }
}
