package dev.skipstream.flink.sql;

import dev.skipstream.flink.Durations;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.inference.CallContext;
import org.apache.flink.table.types.inference.StaticArgument;
import org.apache.flink.table.types.inference.StaticArgumentTrait;
import picocli.CommandLine.TypeConversionException;

/** The arguments of the SQL function, in the order of its signature; Flink adds {@code on_time} and {@code uid}. */
enum Argument {
    /** The table, one set of rows a sensor. */
    INPUT(null),
    /** File that new sequences begin with. */
    MODEL(DataTypes.STRING()),
    /** T, samples. An INT: a literal of another type would be cast, and then no longer be known to planning. */
    SEQUENCE_LENGTH(DataTypes.INT()),
    /** Longest pause within a sequence. */
    SEQUENCE_GAP(DataTypes.STRING()),
    /** When results leave. */
    EMIT(DataTypes.STRING()),
    /** How long samples wait for a needed one before them. */
    MAX_LATENESS(DataTypes.STRING()),
    /** Of a device that counts anew. */
    RESTART_GAP(DataTypes.STRING()),
    /** After which a sensor is forgotten. */
    IDLE_TIMEOUT(DataTypes.STRING()),
    /** Whether results say which samples they used. */
    INCLUDE_USED(DataTypes.BOOLEAN()),
    /** Files of models that open sequences may have begun with. */
    EARLIER_MODELS(DataTypes.STRING()),
    /** What becomes of a row that is no sample. */
    INVALID_ROWS(DataTypes.STRING());

    /** A job option in a message that the two share. */
    private static final Pattern OPTION = Pattern.compile("--([a-z]+(?:-[a-z]+)*)");

    private final DataType type; // null: a table

    Argument(DataType type) {
        this.type = type;
    }

    /** The signature. */
    static List<StaticArgument> declared() {
        return Arrays.stream(values()).map(Argument::declaration).toList();
    }

    private StaticArgument declaration() {
        return type == null
                ? StaticArgument.table(
                        sqlName(), RowData.class, false, EnumSet.of(StaticArgumentTrait.SET_SEMANTIC_TABLE))
                : StaticArgument.scalar(sqlName(), type, true);
    }

    /** As a query writes it. */
    String sqlName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The argument's value.
     *
     * @return null if the call does not give it
     * @throws ValidationException if it is not known before the query runs
     */
    <T> T literal(CallContext call, Class<T> type) {
        if (call.isArgumentNull(ordinal())) {
            return null;
        }
        return call.getArgumentValue(ordinal(), type)
                .orElseThrow(() -> new ValidationException(sqlName() + " must be a literal, found an expression"));
    }

    /**
     * The argument as a duration, ms: the same text as in the job's options.
     *
     * @throws ValidationException if it is none
     */
    long millis(CallContext call, String otherwise) {
        String given = literal(call, String.class);
        Duration duration;
        try {
            duration = new Durations().convert(given == null ? otherwise : given);
        } catch (TypeConversionException e) {
            throw new ValidationException(sqlName() + " " + e.getMessage(), e);
        }
        try {
            return duration.toMillis();
        } catch (ArithmeticException e) { // never passes
            return Long.MAX_VALUE;
        }
    }

    /** A message about options of the job, with the names that they have in SQL. */
    static String inSql(String message) {
        return OPTION.matcher(message).replaceAll(option -> option.group(1).replace('-', '_'));
    }
}
