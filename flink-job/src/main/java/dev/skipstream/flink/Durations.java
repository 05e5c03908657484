package dev.skipstream.flink;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as options say them: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 2h}; a bare number is ms. */
public final class Durations implements ITypeConverter<Duration> {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,15})(ms|s|m|h|d)?");

    /**
     * @throws TypeConversionException saying what was expected and what was found
     */
    @Override
    public Duration convert(String text) {
        Matcher match = DURATION.matcher(text.strip());
        if (!match.matches()) {
            throw new TypeConversionException("must be a duration such as 500ms, 10s or 5m, found " + text);
        }
        long count = Long.parseLong(match.group(1));
        String unit = match.group(2) == null ? "ms" : match.group(2);
        try {
            return switch (unit) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                case "d" -> Duration.ofDays(count);
                default -> Duration.ofMillis(count);
            };
        } catch (ArithmeticException e) {
            throw new TypeConversionException("must be a duration below 10^15 s, found " + text);
        }
    }
}
