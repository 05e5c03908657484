package dev.skipstream.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlinkSettingsTest {
    private static final String INTERVAL = "execution.checkpointing.interval";

    @ParameterizedTest
    @CsvSource({"interval, 0", "interval, 5", "interval, 9ms", "timeout, 9"})
    void shouldNameTheSettingThatIsTooShort(String name, String found) {
        String key = "execution.checkpointing." + name;
        Configuration none = new Configuration();
        String message = assertThrows(IllegalArgumentException.class, () -> FlinkSettings.of(Map.of(key, found), none))
                .getMessage();
        assertEquals(key + " must be at least 10 ms, found " + found, message);
    }

    @Test
    void shouldPutWhatIsGivenOverTheDefaults() {
        Configuration defaults = new Configuration();
        defaults.setString(INTERVAL, "1s");
        defaults.setString("parallelism.default", "3");
        Map<String, String> settings =
                FlinkSettings.of(Map.of(INTERVAL, "10ms"), defaults).toMap();
        assertEquals(Map.of(INTERVAL, "10ms", "parallelism.default", "3"), settings);
    }
}
