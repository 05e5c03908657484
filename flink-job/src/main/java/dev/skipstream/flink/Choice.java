package dev.skipstream.flink;

import dev.skipstream.stream.Emission;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An option's value out of a few, spelled as the constants of an enum spell themselves. */
abstract class Choice<E extends Enum<E>> implements ITypeConverter<E> {
    private final Class<E> type;

    private Choice(Class<E> type) {
        this.type = type;
    }

    /**
     * @throws TypeConversionException naming the choices and what was found
     */
    @Override
    public E convert(String text) {
        for (E choice : type.getEnumConstants()) {
            if (choice.toString().equals(text)) {
                return choice;
            }
        }
        throw new TypeConversionException("must be one of "
                + Arrays.stream(type.getEnumConstants()).map(E::toString).collect(Collectors.joining(", ")) + ", found "
                + text);
    }

    static final class OfFormat extends Choice<RecordFormat> {
        OfFormat() {
            super(RecordFormat.class);
        }
    }

    static final class OfDelivery extends Choice<JobOptions.Delivery> {
        OfDelivery() {
            super(JobOptions.Delivery.class);
        }
    }

    static final class OfEmission extends Choice<Emission> {
        OfEmission() {
            super(Emission.class);
        }
    }

    static final class OfModelChange extends Choice<JobOptions.ModelChange> {
        OfModelChange() {
            super(JobOptions.ModelChange.class);
        }
    }

    static final class OfStart extends Choice<JobOptions.Start> {
        OfStart() {
            super(JobOptions.Start.class);
        }
    }
}
