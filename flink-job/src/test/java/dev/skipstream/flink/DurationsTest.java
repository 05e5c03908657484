package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationsTest {
    @Test
    void shouldReadNumbersWithAndWithoutUnits() {
        Durations durations = new Durations();
        assertEquals(Duration.ofMillis(500), durations.convert("500ms"));
        assertEquals(Duration.ofMillis(500), durations.convert("500"));
        assertEquals(Duration.ofSeconds(10), durations.convert("10s"));
        assertEquals(Duration.ofMinutes(5), durations.convert("5m"));
        assertEquals(Duration.ofHours(2), durations.convert("2h"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1", "1.5s", "10 sec", "99999999999999999999", "999999999999999d"})
    void shouldRefuseWhatIsNoDuration(String text) {
        String message = assertThrows(TypeConversionException.class, () -> new Durations().convert(text))
                .getMessage();
        assertTrue(message.contains("must be a duration") && message.endsWith("found " + text), message);
    }
}
